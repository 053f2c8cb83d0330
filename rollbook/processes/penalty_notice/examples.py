"""Two penalty notices, for the training school and for drawing the letters."""

from dataclasses import replace
from datetime import date

from rollbook.processes.penalty_notice.facts import Facts
from rollbook.rules.penalty import ServedBy
from rollbook.rules.penalty_checks import Offence, Support
from rollbook.rules.process import Situation
from rollbook.rules.sessions import Half, Session
from rollbook.rules.standing import standing_of
from rollbook.rules.year_row import row_of

EXAMPLES = (
    Facts(
        offence=Offence.HOLIDAY,
        offence_from=date(2026, 9, 14),
        offence_to=date(2026, 9, 18),
        why_parent="The mother booked the journey, and had asked for leave that was refused.",
        support=Support.NOT_APPROPRIATE,
        best_tool=True,
        other_is_better=False,
        equality=True,
        has_needs=False,
        equality_says="No need is on record, and none was named when leave was asked for.",
        asked_elsewhere=True,
        authority="Bradford",
        sent_how="The authority’s portal",
        reference="PN-20417",
        issued_on=date(2026, 10, 2),
        served_by=ServedBy.POST,
        received_on=date(2026, 10, 6),
    ),
    Facts(
        offence=Offence.ABSENCE,
        offence_from=date(2026, 9, 14),
        offence_to=date(2026, 11, 12),
        why_parent="The father has day-to-day care in the week.",
        support=Support.NOT_WORKED,
        support_says="Breakfast club since September, two meetings with the head of year, a plan of 5 October.",
        best_tool=True,
        other_is_better=False,
        equality=True,
        has_needs=True,
        equality_says="The plan for asthma was looked at with the SENCo: none of these sessions has to do with it.",
        asked_elsewhere=True,
        notices_elsewhere=(date(2025, 3, 14),),
        sessions_elsewhere=2,
        authority="Leeds",
        sent_how="Secure e-mail to the attendance team",
    ),
)


def around(plain: Situation) -> Situation:
    """The same with a week of unauthorised marks, from Monday 14 to Friday 18 September 2026."""
    week = plain.calendar.between(date(2026, 9, 14), date(2026, 9, 18))
    marks = {Session(day, half): "G" for day in week for half in Half}
    return replace(plain, standing=standing_of(plain.calendar, {2026: row_of(marks, 2026)}, plain.on, born=plain.born))
