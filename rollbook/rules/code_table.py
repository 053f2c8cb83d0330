"""The codes themselves: 34 in force since 19 August 2024, and the withdrawn ones.

Dated law (COD-1, COD-20): add a row for a change, never alter what a past date meant.
"""

# ruff: noqa: E501  (one code a line, to be read as a table)

from __future__ import annotations

from datetime import date

from rollbook.rules.code import Ages, Code, Detail, StatClass
from rollbook.rules.sessions import Half

# COD-20: the 2006 regulations came into force on 1 September 2006, those of 2024 on 19 August 2024.
_2006 = date(2006, 9, 1)
_2024 = date(2024, 8, 19)
_LAST_2006 = date(2024, 8, 18)
_LAST_F = date(2013, 8, 31)

_PRESENT, _ACTIVITY = StatClass.PRESENT, StatClass.ACTIVITY
_AUTHORISED, _UNAUTHORISED = StatClass.AUTHORISED, StatClass.UNAUTHORISED
_NOT_POSSIBLE, _UNABLE, _ADMIN = StatClass.NOT_POSSIBLE, StatClass.UNABLE, StatClass.ADMINISTRATIVE
_REQUIRED, _ADVISED = Detail.REQUIRED, Detail.ADVISED

_AT_SCHOOL = (
    Code("/", "Present at morning session", _PRESENT, _2006, on_site=True, halves=frozenset({Half.AM})),
    Code("\\", "Present at afternoon session", _PRESENT, _2006, on_site=True, halves=frozenset({Half.PM})),
    Code("L", "Late, before register closed", _PRESENT, _2006, late=True, on_site=True, detail=_ADVISED, detail_says="the time of arrival or the minutes late", rule="COD-3"),
)  # fmt: skip

_ELSEWHERE = (
    Code("K", "Education provision arranged by local authority", _ACTIVITY, _2024, detail=_REQUIRED, detail_says="the nature of the provision (for example tuition, alternative provision, college)", claims_elsewhere=True, instead="Before that day use B.", rule="COD-9"),
    Code("V", "Educational visit or trip", _ACTIVITY, _2006, claims_elsewhere=True, rule="COD-8"),
    Code("P", "Sporting activity", _ACTIVITY, _2006, claims_elsewhere=True),
    Code("W", "Work experience", _ACTIVITY, _2006, claims_elsewhere=True),
    Code("B", "Any other approved educational activity", _ACTIVITY, _2006, detail=_REQUIRED, detail_says="the nature of the activity", claims_elsewhere=True, rule="COD-7"),
    Code("D", "Dual registered, attending other school", _NOT_POSSIBLE, _2006, detail=_ADVISED, detail_says="the name of the other school", claims_elsewhere=True, rule="COD-10"),
)  # fmt: skip

_LEAVE = (
    Code("C1", "Leave: regulated performance or regulated employment abroad", _AUTHORISED, _2024, detail=_ADVISED, detail_says="the licence or exemption and its dates", instead="Before that day use C."),
    Code("M", "Leave: medical or dental appointment", _AUTHORISED, _2006),
    Code("J1", "Leave: interview", _AUTHORISED, _2024, instead="Before that day use J."),
    Code("S", "Leave: studying for a public examination", _AUTHORISED, _2006, rule="COD-15"),
    Code("X", "Non-compulsory school age pupil not required to attend", _NOT_POSSIBLE, _2006, ages=Ages.OUTSIDE, rule="COD-11"),
    Code("C2", "Leave: part-time timetable", _AUTHORISED, _2024, detail=_ADVISED, detail_says="the agreement: with which parent, which times, and when it ends or is reviewed", ages=Ages.COMPULSORY, instead="Before that day use C.", rule="COD-11"),
    Code("C", "Leave: exceptional circumstances", _AUTHORISED, _2006, detail=_ADVISED, detail_says="the reason, the dates granted and who granted them", rule="COD-16"),
)  # fmt: skip

_ABSENT = (
    Code("T", "Parent travelling for occupational purposes", _AUTHORISED, _2006, detail=_ADVISED, detail_says="whether this is the main school", rule="COD-14"),
    Code("R", "Religious observance", _AUTHORISED, _2006, rule="COD-13"),
    Code("I", "Illness (not an appointment)", _AUTHORISED, _2006, detail=_ADVISED, detail_says="what the parent said, no more than needed"),
    Code("E", "Suspended or permanently excluded", _AUTHORISED, _2006, detail=_ADVISED, detail_says="which suspension or exclusion", rule="COD-12"),
    Code("Q", "Unable to attend: lack of access arrangements", _UNABLE, _2024, instead="Before that day use Y."),
    Code("Y1", "Unable to attend: transport normally provided not available", _UNABLE, _2024, instead="Before that day use Y.", rule="COD-19"),
    Code("Y2", "Unable to attend: widespread disruption to travel", _UNABLE, _2024, instead="Before that day use Y."),
    Code("Y3", "Unable to attend: part of school premises closed", _UNABLE, _2024, instead="Before that day use Y.", rule="COD-18"),
    Code("Y4", "Unable to attend: whole school site unexpectedly closed", _UNABLE, _2024, instead="Before that day use Y.", rule="COD-18"),
    Code("Y5", "Unable to attend: criminal justice detention", _UNABLE, _2024, instead="Before that day use Y."),
    Code("Y6", "Unable to attend: public health guidance or law", _UNABLE, _2024, instead="Before that day use Y."),
    Code("Y7", "Unable to attend: any other unavoidable cause", _UNABLE, _2024, detail=_REQUIRED, detail_says="the cause, which must affect the pupil", instead="Before that day use Y.", rule="COD-6"),
    Code("G", "Holiday not granted by the school", _UNAUTHORISED, _2006, rule="COD-16"),
    Code("N", "Reason for absence not yet established", _UNAUTHORISED, _2006, rule="COD-4"),
    Code("O", "Absent in other or unknown circumstances", _UNAUTHORISED, _2006),
    Code("U", "Arrived in school after registration closed", _UNAUTHORISED, _2006, late=True, on_site=True, detail=_ADVISED, detail_says="the time of arrival", rule="COD-3"),
)  # fmt: skip

_ADMINISTRATIVE = (
    Code("Z", "Prospective pupil not on admission register", _ADMIN, _2006, enterable=False, rule="COD-17"),
    Code("#", "Planned whole-school closure", _ADMIN, _2006, enterable=False, rule="COD-18"),
)  # fmt: skip

_WITHDRAWN = (
    Code("J", "Interview", _ACTIVITY, _2006, _LAST_2006, instead="Use J1.", rule="COD-20"),
    Code("H", "Holiday granted by the school", _AUTHORISED, _2006, _LAST_2006, instead="Use C if leave was granted for exceptional circumstances, otherwise G.", rule="COD-20"),
    Code("Y", "Unable to attend in exceptional circumstances", _UNABLE, _2006, _LAST_2006, instead="Use Q or Y1 to Y7, whichever says why.", rule="COD-20"),
    Code("F", "Extended family holiday agreed", _AUTHORISED, _2006, _LAST_F, instead="Use C if leave was granted for exceptional circumstances, otherwise G.", rule="COD-20"),
)  # fmt: skip

CODES: tuple[Code, ...] = (*_AT_SCHOOL, *_ELSEWHERE, *_LEAVE, *_ABSENT, *_ADMINISTRATIVE, *_WITHDRAWN)
