"""The register of rules: each id that the code cites, in one sentence, with its source.

`docs/law.md` is made from it; a refusal takes its rule and source from it.
"""

# ruff: noqa: E501  (one rule a line, to be read as a table)

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rollbook.rules.refused import Refused


class Confidence(StrEnum):
    """How sure we are of the wording behind a rule."""

    LAW = "F"
    SECONDARY = "F2"
    CORROBORATED = "F2+"
    MEMORY = "M"
    DESIGN = "DESIGN"

    @property
    def says(self) -> str:
        return _SAYS[self]

    @property
    def is_confirmed(self) -> bool:
        """Whether the rule rests on wording seen in the instrument or in two independent sources."""
        return self in (Confidence.LAW, Confidence.CORROBORATED)


_SAYS = {
    Confidence.LAW: "read in the instrument or an official source",
    Confidence.SECONDARY: "read in one secondary source only; not confirmed",
    Confidence.CORROBORATED: "read in two or more independent secondary sources",
    Confidence.MEMORY: "unverified; check before relying on it",
    Confidence.DESIGN: "our own choice, not law",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, what it asks in our words, where the law says so, and how sure we are."""

    id: str
    says: str
    source: str
    confidence: Confidence
    note: str = ""


_F, _F2, _F2P = Confidence.LAW, Confidence.SECONDARY, Confidence.CORROBORATED
_M, _D = Confidence.MEMORY, Confidence.DESIGN
_R24 = "School Attendance (Pupil Registration) (England) Regulations 2024"
_WT = "Working together to improve school attendance"

_CODES = (
    Rule("COD-1", "Every code has one statistical class: present, approved educational activity, authorised absence, unauthorised absence, not a possible session, unable to attend, or administrative.", f"{_R24}, reg 10, Tables 1-3", _F2P),
    Rule("COD-2", "/ is for a morning and \\ for an afternoon; every other code fits either.", f"{_R24}, reg 10(2)", _F),
    Rule("COD-3", "L is for a pupil who arrives after register-taking begins and before it ends; U for one who arrives after it ends and before the session ends, where no better code fits.", f"{_R24}, reg 10(2), Table 3", _F),
    Rule("COD-4", "A code N is replaced once the reason is known and within five school days of the session; if still unknown it becomes O.", f"{_R24}, reg 10(7)-(9)", _F2P, "Page 20 of the guidance says working days; the regulation says school days and is followed."),
    Rule("COD-5", "A pupil coded N who arrives later in that session is coded U or something better.", _WT, _F2),
    Rule("COD-6", "K and B carry the nature of the provision or activity; Y7 carries its cause.", f"{_R24}, reg 10", _M, "Required here for Y7 too by our own choice."),
    Rule("COD-7", "B is an approved, supervised educational activity off site in that session, never study or remote learning at home.", f"{_R24}, reg 10(11)", _F2),
    Rule("COD-8", "V is a trip arranged by or for the school and supervised by its staff.", f"{_R24}, reg 10, Table 2", _F),
    Rule("COD-9", "K is education which the local authority arranged, at a place other than a school where the pupil is registered.", f"{_R24}, reg 10, Table 2", _F),
    Rule("COD-10", "K, V, P, W, B and D say that the pupil attends somewhere other than this school.", _WT, _M),
    Rule("COD-11", "X is only for a pupil outside compulsory school age, C2 only for one within it.", f"{_R24}, reg 10, Table 3", _F2),
    Rule("COD-12", "E is for a suspended or excluded pupil for whom no alternative provision is made.", _WT, _M),
    Rule("COD-13", "R is for a day set apart by the religious body to which the parent belongs.", _WT, _F2),
    Rule("COD-14", "T is only while the child travels with a parent whose trade requires it.", _WT, _M),
    Rule("COD-15", "S is for study leave for a public examination, agreed in advance.", f"{_R24}, reg 11(5)", _F),
    Rule("COD-16", "Leave is granted before the session or not at all.", f"{_R24}, reg 11", _M),
    Rule("COD-17", "There is no mark before the pupil's starting day (Z stands in) and none after leaving.", _WT, _M),
    Rule("COD-18", "# is a closure planned for everyone; an unplanned one is Y4, a partial one Y3.", _WT, _M),
    Rule("COD-19", "Walking distance is two miles under the age of eight and three miles from eight.", "Education Act 1996, s444(5)", _M),
    Rule("COD-20", "H, J and Y were withdrawn on 19 August 2024 and F before September 2013; what was recorded with them keeps its meaning.", f"{_R24}; {_WT}", _F2, "The end of F, and the start of the codes introduced in 2024 other than J1, C1, C2 and Y1 to Y7, are unverified."),
    Rule("COD-21", "Codes apply to every registered pupil who does not board, of any age.", _WT, _F2),
    Rule("COD-22", "A safeguarding separation is not a suspension and is never coded E; the head chooses the code.", "Suspension and permanent exclusion guidance 2026", _D, "No source names the code. Unsettled."),
    Rule("COD-23", "By code alone only / \\ L and U are on site; a roll call uses the live sign-in.", _WT, _D),
)  # fmt: skip

_REGISTERS = (
    Rule("REG-1", "A school keeps an admission register and an attendance register, both electronic.", f"{_R24}, reg 5", _F),
    Rule("REG-2", "The register is taken at the start of each morning session and once in each afternoon session.", f"{_R24}, reg 10(1)", _F),
    Rule("REG-3", "Boarders are outside the attendance register.", f"{_R24}, reg 10(1)", _F),
    Rule("REG-4", "The register stays open for the same time every session, at most thirty minutes; L and U turn on when taking really began and ended.", f"{_R24}, reg 10(2) (law); {_WT} (thirty minutes)", _F2, "The moments are law, read in the regulation; the thirty minutes are guidance, read in secondary sources."),
    Rule("REG-5", "A school day has two sessions with a break; maintained schools meet for at least 380 sessions a year.", "School Day and School Year (England) Regulations 1999", _F),
    Rule("REG-6", "A school day has at least one session; a school week has at least one school day.", "Education (Penalty Notices) (England) Regulations 2007 as amended 2024", _F2),
    Rule("REG-7", "A changed entry keeps the original, the new entry, the reason, the date, and the name and position of who changed it.", f"{_R24}, reg 6", _F2, "The list is that of the 2006 regulations; the 2024 list is unread."),
    Rule("REG-8", "Replacing N is an amendment like any other; filling a blank is not.", f"{_R24}, reg 6", _M),
    Rule("REG-9", "Every entry is kept for at least six years from the day it was made.", f"{_R24}, reg 7", _F),
    Rule("REG-10", "A copy of the registers is made at least monthly.", "Pupil registration regulations 2006", _M, "Not confirmed for 2024."),
    Rule("REG-11", "The local authority and the Secretary of State may have access to the registers.", _R24, _M),
    Rule("REG-12", "State-funded schools share attendance daily and make returns to the local authority.", "Education (Information About Individual Pupils) (England) Regulations 2013", _F),
    Rule("REG-13", "A pupil registered at two schools has a main school.", f"{_R24}, reg 9", _F),
    Rule("REG-14", "Compulsory school age begins on the prescribed day (31 December, 31 March, 31 August) on or after the fifth birthday and ends on the last Friday in June of the school year of the sixteenth.", "Education Act 1996, s8; school leaving date order", _F2P),
    Rule("REG-15", "Year 11 stays on both registers to the last Friday in June.", "DfE school census notes", _F2P),
    Rule("REG-16", "A mark says where the pupil was at that time, never where the pupil was expected to be.", _WT, _F2),
    Rule("ADM-1", "A name is added on the starting day, before the first session of that day.", f"{_R24}, reg 8(1)", _F2P),
    Rule("ADM-2", "The starting day is the day agreed or notified, otherwise the day first attended.", f"{_R24}, reg 3", _F2P),
    Rule("ADM-3", "A pupil who does not arrive on the agreed day is on roll and is followed up.", _WT, _M),
    Rule("ADM-4", "The admission register holds names, sex, date of birth, the pupil's own address, every known parent with address, whom the pupil lives with, an emergency number for each such parent, the starting day, the last school and boarding.", f"{_R24}, reg 8(2)", _F2, "Address and starting day are confirmed; the rest is read in the 2006 text only."),
    Rule("ADM-5", "A coming change of home or school that a parent announces is recorded.", f"{_R24}, reg 8(3)-(4)", _F2),
    Rule("ADM-6", "A parent is a natural parent, anyone with parental responsibility and anyone with care of the child.", "Education Act 1996, s576", _F2),
)  # fmt: skip

_LEAVERS = (
    Rule("DEL-1", "Long illness is no ground for taking a name off the roll.", f"{_R24}, reg 9", _M),
    Rule("DEL-2", "For a pupil outside compulsory school age a shorter list of grounds applies.", f"{_R24}, reg 9(3)", _F2, "The list is that of the 2006 regulations; the 2024 list is unread."),
    Rule("DEL-3", "Before a pupil who cannot be found comes off the roll, school and authority make and record reasonable enquiries.", "Children missing education guidance 2024", _F2),
    Rule("DEL-4", "A name comes off the roll only on a ground of regulation 9, never before the authority was told and never back-dated.", f"{_R24}, reg 9 and reg 13", _F2, "Grounds (g) to (o) rest on the conditions of 2006."),
    Rule("DEL-5", "Ten and twenty days of absence are school days of that school; closures neither count nor break them.", f"{_R24}, reg 9", _M),
    Rule("DEL-A", "Ground (a): the pupil is registered at another school, unless an order names this one, it is the main school of a mobile child, or both schools agreed.", f"{_R24}, reg 9(1)(a)", _F),
    Rule("DEL-B", "Ground (b): nursery education is completed and the pupil is not expected in Reception.", f"{_R24}, reg 9(1)(b)", _F),
    Rule("DEL-C", "Ground (c): registered elsewhere as well, not expected back, every other school agrees.", f"{_R24}, reg 9(1)(c)", _F),
    Rule("DEL-D", "Ground (d): the school attendance order was amended to name another school.", f"{_R24}, reg 9(1)(d)", _F),
    Rule("DEL-E", "Ground (e): the school attendance order was revoked because the child is educated otherwise.", f"{_R24}, reg 9(1)(e)", _F),
    Rule("DEL-F", "Ground (f): the parent gave written notice of education otherwise than at school, and the stated day has passed.", f"{_R24}, reg 9(1)(f)", _F2, "The authority's consent for a special school that it chose is the older rule."),
    Rule("DEL-G", "Ground (g): the pupil no longer lives within a reasonable distance, is no boarder and is not expected back.", f"{_R24}, reg 9(1)(g)", _F2, "Conditions of 2006."),
    Rule("DEL-H", "Ground (h): not back within ten school days of a leave, neither ill nor prevented, and not found by school and authority together.", f"{_R24}, reg 9(1)(h)", _F2, "Conditions of 2006."),
    Rule("DEL-I", "Ground (i): twenty school days of G, N or O in a row, neither ill nor prevented, and not found by school and authority together; any other code breaks them.", f"{_R24}, reg 9(1)(i)", _F2, "Conditions of 2006; the codes are read in two publications of one law firm."),
    Rule("DEL-J", "Ground (j): a sentence of detention of four months or more, not expected back; remand is none.", f"{_R24}, reg 9(1)(j)", _F2, "What a sentence is was read in the regulations; the four months are those of 2006."),
    Rule("DEL-K", "Ground (k): the pupil has died.", f"{_R24}, reg 9(1)(k)", _F2P),
    Rule("DEL-L", "Ground (l): over compulsory school age before school next meets, and not staying on.", f"{_R24}, reg 9(1)(l)", _F2, "Conditions of 2006."),
    Rule("DEL-M", "Ground (m): a boarder's fees are unpaid at the end of the term for which they were due.", f"{_R24}, reg 9(1)(m)", _F2, "Conditions of 2006."),
    Rule("DEL-N", "Ground (n): the pupil's place at an independent or non-maintained special school has ended.", f"{_R24}, reg 9(1)(n)", _F2, "Conditions of 2006."),
    Rule("DEL-O", "Ground (o): permanently excluded, and every review is over.", f"{_R24}, reg 9(1)(o)", _F2, "Conditions of 2006."),
    Rule("RET-1", "The authority gets a new pupil's return by the end of the fifth day after entry.", f"{_R24}, reg 13(1)-(3)", _F, "Read as calendar days."),
    Rule("RET-2", "The authority is told of a deletion as soon as its ground is met and no later than the deletion.", f"{_R24}, reg 13(4)-(5)", _F),
    Rule("RET-5", "Returns go to the authority in whose area the school is.", f"{_R24}, reg 13", _M),
    Rule("EHE-1", "After a parent's written notice the pupil stays on roll until the date that the parent states.", "Children missing education guidance 2024", _F2),
    Rule("EHE-2", "No consent is needed for education at home, but for a pupil whom the authority placed in a special school.", f"{_R24}, reg 9(1)(f)", _F2, "The older rule; the text of 2024 is unread."),
    Rule("EHE-3", "From a day that is not set yet, consent is also needed while a section 47 enquiry or a child-protection plan is open.", "Children's Wellbeing and Schools Act 2026, s37 (not in force)", _F),
    Rule("OFF-1", "No pupil leaves for the school's good: signs of off-rolling are shown before a name comes off.", "Suspension and permanent exclusion guidance", _F2, "Which signs are shown is our own."),
    Rule("EXC-13", "An excluded pupil comes off the roll only when the board has upheld it and no review can be asked for, was waived in writing, or is over.", "Suspension and permanent exclusion guidance", _F2P, "The fifteen school days run from notice of the decision."),
    Rule("CME-1", "The school reports a child missing education, the authority finds the child.", "Education Act 1996, s436A", _F2),
    Rule("CME-3", "Pupils who are on the roll and not in full-time education are listed and reported as the authority asks.", "Authorities' protocols on children missing out on education", _M),
    Rule("LEA-1", "Leave is granted only by an authorised person, on the grounds of regulation 11.", f"{_R24}, reg 11", _F),
    Rule("LEA-2", "Each request for leave is judged on its facts.", _WT, _F2),
    Rule("LEA-3", "Request, decision, who decided and when are kept together.", "", _D),
    Rule("LEA-4", "Work in school hours is no ground for leave, save a performance that is licensed or exempt, or licensed employment abroad.", f"{_R24}, reg 11(1)-(2)", _F),
    Rule("LEA-5", "Where a journey raises a question of a child's safety, the safeguarding lead looks at the request before it is decided; why is read by the safeguarding lead alone.", "Keeping children safe in education; multi-agency guidance on forced marriage and on female genital mutilation", _D, "What raises a question is our own choice, from the journey and the child's age; of sex only where a girl is away long enough for an injury to heal. Never from a country, a faith or a name."),
    Rule("LEA-6", "Illness in sessions of refused leave is shown beside the refusal, brothers and sisters included; it is a person who doubts it.", _WT, _D),
    Rule("PTT-1", "A part-time timetable is exceptional, agreed with a parent with whom the pupil lives, and has an end.", f"{_R24}, reg 11(6)", _F),
)  # fmt: skip

_DAYS = (
    Rule("DAY-1", "Where no reason is given, the school contacts the parents on the first day.", _WT, _F2),
    Rule("DAY-2", "A social worker or youth offending worker is told of unexplained absence.", _WT, _F2),
    Rule("DAY-3", "More than one emergency number is held where possible.", _WT, _F2),
    Rule("DAY-4", "Parents are informed of attendance regularly.", _WT, _F2),
    Rule("VIS-1", "Visitors never go into a home in which only children are; they stay at the door and the safeguarding lead is told.", "Schools' home-visit and safer-working policies", _D),
    Rule("VIS-2", "Two people make a home visit, and somebody in school waits until they have said that they are back.", "Schools' lone-working policies", _D),
    Rule("PUN-1", "Late before the close and late after the close are counted apart.", _WT, _F),
    Rule("MED-1", "Illness is authorised on the parent's word unless it is genuinely doubted.", _WT, _F2),
    Rule("MED-2", "Anxiety that is illness is coded I.", _WT, _M),
    Rule("MED-3", "The authority considers provision once a pupil will clearly miss fifteen days.", "Education Act 1996, s19", _F2),
    Rule("MED-4", "Why a pupil is ill is health data, shown to few.", "UK GDPR, art 9", _D),
    Rule("SAF-1", "A child-protection file goes to the next school within five days, apart from the main file, against a receipt.", "Keeping children safe in education", _F2P, "Read in the 2025 edition."),
    Rule("SAF-2", "Child-protection files are kept as long as the school's schedule says, held where an inquiry asks.", "Local retention schedules", _F2),
    Rule("SAF-3", "Two emergency contacts are held where possible.", "Keeping children safe in education", _M),
    Rule("SAF-4", "Repeated or long absence is a sign that safeguarding must weigh.", "Keeping children safe in education", _F2),
    Rule("SAF-5", "Child-protection matters stay out of attendance notes.", "Keeping children safe in education", _D),
    Rule("DAT-0", "Every rule table is dated data with its source; dates are written year-month-day.", "", _D),
    Rule("DAT-1", "The DfE draws attendance twice a day from state-funded schools.", "Education (Information About Individual Pupils) (England) Regulations 2013", _F),
    Rule("DAT-2", "A corrected mark is shared again.", "DfE daily attendance guidance", _F2),
    Rule("DAT-3", "The census is on the first Thursday of October and the third Thursdays of January and May.", "DfE school census", _F2),
    Rule("DAT-4", "The census takes attendance one term in arrears.", "DfE attendance statistics methodology", _F),
    Rule("DAT-5", "The census takes suspensions by their start date.", "DfE school census", _F2),
    Rule("DAT-6", "Independent schools are outside the daily share.", "DfE daily attendance guidance", _M),
    Rule("DAT-7", "Where numbers of pupils leave the school, one of one to four is not shown, nor a percentage made of it, nor what it could be worked out from; a nought is shown.", "UK GDPR, art 5(1)(c)", _D, "The line at five is ours, as many published statistics have it; their marks are c for confidential, x for not available, z for not applicable."),
    Rule("RET-3", "Ten school days of unauthorised absence in a row are reported to the local authority.", f"{_R24}, reg 13", _F2P),
    Rule("RET-4", "Fifteen school days of illness, seen or expected, are reported to the local authority.", f"{_R24}, reg 13", _F2P),
    Rule("UPN-1", "A UPN is a check letter, a recognised local-authority number, an establishment number, a year and a serial; a temporary one ends in a letter.", "DfE UPN layout and check-letter method as published by software suppliers; pattern in DfE source code", _F2P, "Local-authority numbers 940 to 943 are unverified."),
    Rule("SAV-1", "One save holds one entry for a pupil and session, and a save made on an out-of-date view never overwrites.", "", _D),
)  # fmt: skip

_RATES = (
    Rule("PA-1", "Possible sessions are those marked present, educational activity, authorised or unauthorised; where none was possible there is no rate.", "DfE attendance statistics methodology", _F),
    Rule("PA-2", "Attendance is attended out of possible; absence is authorised plus unauthorised out of possible.", "DfE attendance statistics methodology", _F),
    Rule("PA-3", "Absent for 10 per cent or more of one's own possible sessions is persistent, 50 per cent or more severe (and persistent); equality counts.", "DfE attendance statistics methodology", _F2P),
    Rule("PA-4", "There is no least number of sessions; a figure on fewer than twenty is shown as early.", "DfE attendance statistics methodology", _F, "The badge under twenty sessions is our own."),
    Rule("PA-5", "Published statistics count enrolments over set terms and so differ from the school's own.", "DfE attendance statistics methodology", _F),
    Rule("PA-6", "Bands below 10 per cent are the school's own; sessions until persistent = a tenth of the expected possible sessions, rounded up, less those missed.", "", _D),
    Rule("PA-7", "A school may hold the DfE's expectation of its attendance beside its own figure.", "DfE attendance baseline improvement expectations", _F2),
    Rule("PA-8", "Worked boundaries: 10 of 100 is persistent, 10 of 101 is not.", "DfE attendance statistics methodology", _F2),
    Rule("PA-9", "C2 is an absence and counts; K, B and D never do.", f"{_R24}, reg 10", _F2P),
    Rule("PA-10", "Thresholds are compared on whole numbers; percentages are shown to one decimal, half up.", "", _D),
    Rule("PA-11", "A pattern of absence is named from three days on, and only where chance alone would do as much less than once in fifty times; days in spells of five or more say nothing of single days.", "", _D, "Counted over the last 120 school days. Broken weeks are named from five on, when half of all weeks and twice as many are broken as the same days in a row would touch."),
)  # fmt: skip

_PN = "National framework for penalty notices"
_PENALTY = (
    Rule("PEN-1", "The threshold is ten sessions of unauthorised absence (G, N, O, U in any mix) in a rolling ten school weeks, across terms and years.", f"{_PN}, in {_WT}", _F2P, "Whether N counts is a setting; it does unless the school says otherwise."),
    Rule("PEN-2", "A school week is a Monday to Sunday with at least one session; the window ends in the week of the latest unauthorised session.", f"{_PN}, in {_WT}", _F2, "The definition is read in secondary sources; how the window is walked is our own."),
    Rule("PEN-3", "A threshold met means that a notice is considered, never that it is issued.", _WT, _F2P),
    Rule("PEN-4", "Before a notice: is it the best tool, was support offered, equality and need weighed.", _WT, _F2),
    Rule("PEN-5", "A notice is possible only for a child of compulsory school age at a maintained school, PRU or academy.", "Education Act 1996, s444A", _F2P),
    Rule("PEN-6", "Notices are per parent and per child.", _WT, _F2),
    Rule("PEN-7", "A first notice is 80 pounds within 21 days or 160 within 28; a second to that parent for that child within three years is 160 within 28; none when two were issued in the three years ending with the day of issue.", "Education (Penalty Notices) (England) Regulations 2007 as amended by SI 2024/210", _F2, "The text of the regulation is unread. On the literal third anniversary a person decides."),
    Rule("PEN-8", "Earlier notices count if issued on or after 19 August 2024, paid or not; withdrawn ones do not.", _WT, _F2),
    Rule("PEN-9", "The days to pay begin with the day of receipt; a posted notice is taken as received on the second working day after.", "Education and Inspections Act 2006, s105 (by parity); local codes of conduct", _F2, "The rule for post is a local presumption, a setting per authority."),
    Rule("PEN-10", "Unpaid after 28 days the authority prosecutes the offence or withdraws the notice.", "Education Act 1996, s444A", _F2),
    Rule("PEN-11", "A notice states parent, child, school, offence, amounts, days, payee and grounds of withdrawal.", "Education (Penalty Notices) (England) Regulations 2007", _F2),
    Rule("PEN-12", "A notice for a holiday needs no notice to improve first; others should have one.", _WT, _F2),
    Rule("PEN-13", "A notice for an excluded child in a public place is another notice and does not count.", "Education and Inspections Act 2006, s105", _F2),
    Rule("PEN-14", "A later authorised code takes its session out of the count.", _WT, _D),
    Rule("PEN-15", "Sessions at another school are shown, not added.", "", _M),
    Rule("LEG-4", "A parent whose child of compulsory school age fails to attend regularly commits an offence (fine up to £1,000); knowing of it and failing without reasonable justification to cause the child to attend is the graver one (up to £2,500, a community order or three months).", "Education Act 1996, s444(1) and (1A)", _F2),
    Rule("LEG-5", "No offence where the absence was with leave, by sickness or an unavoidable cause, on a day of the parent's religion, where the authority's transport failed, or for a travelling trade with 200 sessions in twelve months.", "Education Act 1996, s444(2A) to (7)", _F2),
    Rule("LEG-6", "To attend regularly is to attend as the school's rules prescribe.", "Isle of Wight Council v Platt [2017] UKSC 28", _F2),
    Rule("LEG-7", "An information is laid within six months of the offence: the clock runs from the last session in evidence.", "Magistrates' Courts Act 1980, s127", _M, "That the clock is shown from the last session is our own choice."),
    Rule("LEG-8", "What a prosecution file holds: statement, exhibits, certificate, the year with its reasons, chronology, calls, letters and meetings, contracts and plans, notices before, support, leave requests, equality considered.", "a local authority's published list (Norfolk)", _F2),
    Rule("NTI-1", "A notice to improve runs for three to six weeks and says: the record, why attendance matters, the support given and still there, what improvement is enough, and when a penalty notice may come earlier.", _WT, _F2, "The weeks are school weeks in the authorities read; the number is a setting of each."),
    Rule("LEG-1", "An attendance contract is voluntary, between a parent and the school or authority; it punishes nobody and is reviewed.", f"Anti-social Behaviour Act 2003, s19; {_WT}", _F2),
    Rule("LEG-2", "Before it prosecutes, the authority considers an education supervision order.", "Education Act 1996, s447; Children Act 1989, s36", _M),
    Rule("LEG-3", "After a conviction the court may make a parenting order of up to twelve months.", "Anti-social Behaviour Act 2003, Part 3", _M),
    Rule("LEG-9", "The head's certificate of attendance states the period and the possible, attended, authorised and unauthorised sessions, as the register stands when it is printed, signed and dated.", "Education Act 1996, s566", _M),
    Rule("LEG-10", "A section 9 statement names the witness, says that it is true and what a lie costs, is signed on every page, and holds facts that the witness saw or knows and no opinion.", "Criminal Justice Act 1967, s9; Criminal Procedure Rules, part 16", _M),
    Rule("LEG-12", "A bundle for one parent never says where anybody else around the pupil lives or how they are reached; what is taken off a page is gone and not beneath the black.", "UK GDPR, art 5(1)(c) and (f)", _D),
)  # fmt: skip

# What is said at meetings about attendance, and to whom.
_MEETINGS = (
    Rule("LEG-11", "An ordinary support meeting is no interview: nobody is questioned there for evidence, and what is admitted without a caution is never used.", "Police and Criminal Evidence Act 1984, s67(9), and Code C", _F2),
    Rule("MTG-1", "Whoever is asked to a meeting may be told of every pupil that it is about; a meeting about many families' children has no family in it.", "UK GDPR, art 5(1)(c) and (f)", _D),
    Rule("MTG-2", "Signed minutes never change; a correction is a new minute that names the one before.", "UK GDPR, art 5(1)(d) and (f)", _D),
)  # fmt: skip

# Awards for attendance. No guidance of the Department on rewards has been read.
_AWARDS = (
    Rule("RWD-1", "In an award, absence does not count against a child that comes of a disability or a known medical need, of religion or a travelling trade, or of what the school itself agreed; whatever else counts is the school's choice.", "Equality Act 2010, ss 15, 19, 20, 85 and 149", _M, "Which codes these are is our own first setting, which a school may change. Barristers have published that awards for whole attendance can discriminate against disabled children, those of a group most of all."),
    Rule("RWD-2", "Awards make no league of names: equals share a place, a form of fewer than five children is not ranked, and nobody is named who gets nothing.", "", _D),
    Rule("RWD-3", "Every award is explained down to the sessions counted and left out; once given it stays as it was given, and is taken back only by a person.", "", _D),
)  # fmt: skip

RULES: dict[str, Rule] = {
    rule.id: rule
    for group in (_CODES, _REGISTERS, _LEAVERS, _DAYS, _RATES, _PENALTY, _MEETINGS, _AWARDS)
    for rule in group
}


def refuse(rule_id: str, says: str, kind: type[Refused] = Refused) -> Refused:
    """The refusal to raise for a rule: the sentence, with the rule's id and its source."""
    rule = RULES[rule_id]
    return kind(says, rule=rule.id, source=rule.source)
