"""The prosecution file as one declaration: decided, checked, gathered, sent, and what the court did."""

from __future__ import annotations

from rollbook.processes.prosecution.facts import EVIDENCE, Facts
from rollbook.processes.prosecution.weighing import (
    about_the_charge,
    about_the_file,
    days_fit,
    in_time,
    no_longer,
    panels,
    told,
)
from rollbook.rules.access import Role
from rollbook.rules.process import LEFT_SCHOOL, MISTAKE, NOT_NEEDED, Choice, Clock, Outcome, Process, Step, Unit

FIELDS = {
    "evidence_sessions": "a table of the sessions in evidence",
    "evidence_from": "the first day of the absence in evidence, in words",
    "evidence_to": "the last day of the absence in evidence, in words",
    "prosecution_authority": "the local authority that was sent the file",
}

DECIDE: Step[Facts] = Step(
    "decide",
    "Decide whether a file is prepared",
    asks=("charge", "offence_from", "offence_to", "knows"),
    choices=(
        Choice("go-on", "Prepare the file", needs_reason=True),
        Choice("other", "Another way is better", ends="other-way", needs_reason=True),
    ),
    who=Role.HEAD,
    rule="LEG-4",
    check=days_fit,
)
DEFENCES: Step[Facts] = Step(
    "defences",
    "Look for defences",
    after=("decide:go-on",),
    asks=("defences",),
    choices=(
        Choice("none", "None was found"),
        Choice("some", "Some sessions are left out because of one", needs_reason=True),
        Choice("all", "There was no offence", ends="no-offence", needs_reason=True),
    ),
    help="Correct the marks first where one was found: what counts is counted from the register.",
    rule="LEG-5",
)
GATHER: Step[Facts] = Step(
    "gather",
    "Gather the evidence",
    after=("decide:go-on",),
    asks=EVIDENCE,
    help="Say what is in the file. The bundle is made from this case, for this parent alone.",
    rule="LEG-8",
)
ADD: Step[Facts] = Step(
    "add",
    "Add to the evidence",
    after=("gather",),
    unless=("laid",),
    again=True,
    optional=True,
    asks=EVIDENCE,
    rule="LEG-8",
)
REFER: Step[Facts] = Step(
    "refer",
    "Send the file to the authority",
    needs=("defences", "gather"),
    asks=("authority", "sent_how", "reference"),
    letter="referred",
    rule="LEG-8",
    check=in_time,
    warns=about_the_file,
)
SEND_AGAIN: Step[Facts] = Step(
    "send-again",
    "Send what the authority asked for",
    after=("answer:returned",),
    unless=("answer:prosecutes",),
    again=True,
    optional=True,
    asks=("sent_how", "reference"),
    rule="LEG-8",
    check=in_time,
    warns=about_the_file,
)
ANSWER: Step[Facts] = Step(
    "answer",
    "Record the authority's answer",
    after=("refer",),
    unless=("answer:prosecutes",),
    again=True,
    asks=("reference", "supervision"),
    choices=(
        Choice("prosecutes", "It prosecutes"),
        Choice("returned", "Sent back for more", needs_reason=True),
        Choice("supervision", "It applies for a supervision order instead", ends="supervision"),
        Choice("declined", "It does not prosecute", ends="declined", needs_reason=True),
    ),
    rule="LEG-2",
)
LAID: Step[Facts] = Step(
    "laid",
    "Record that the charge was laid",
    after=("answer:prosecutes",),
    asks=("laid_on", "supervision", "hearing_on"),
    rule="LEG-7",
    warns=about_the_charge,
)
HEARING: Step[Facts] = Step(
    "hearing",
    "Record the day of a hearing",
    after=("laid",),
    again=True,
    optional=True,
    asks=("hearing_on",),
)
COURT: Step[Facts] = Step(
    "court",
    "Record what the court decided",
    after=("laid",),
    asks=("fine_pounds", "order"),
    choices=(
        Choice("guilty", "Guilty, by plea or finding", ends="guilty"),
        Choice("not-guilty", "Not guilty", ends="not-guilty"),
        Choice("withdrawn", "The charge was withdrawn", ends="charge-withdrawn", needs_reason=True),
    ),
    help="After a conviction the court may also make a parenting order.",
    rule="LEG-3",
)
OUT_OF_TIME: Step[Facts] = Step(
    "out-of-time",
    "Record that the six months are over",
    after=("decide:go-on",),
    unless=("laid",),
    optional=True,
    ends="out-of-time",
    rule="LEG-7",
)

PROCESS: Process[Facts] = Process(
    key="prosecution",
    name="Prosecution file",
    says="What the authority needs to take unauthorised absence to court, gathered while there is time.",
    facts=Facts,
    steps=(DECIDE, DEFENCES, GATHER, REFER, ANSWER, SEND_AGAIN, LAID, COURT, ADD, HEARING, OUT_OF_TIME),
    outcomes=(
        Outcome("guilty", "Convicted"),
        Outcome("not-guilty", "Not guilty"),
        Outcome("charge-withdrawn", "The charge was withdrawn"),
        Outcome("supervision", "A supervision order instead"),
        Outcome("declined", "The authority did not prosecute"),
        Outcome("no-offence", "There was no offence"),
        Outcome("other-way", "Another way instead of prosecution"),
        Outcome("out-of-time", "The six months were over"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
    law=("LEG-2", "LEG-3", "LEG-4", "LEG-5", "LEG-6", "LEG-7", "LEG-8", "LEG-9", "LEG-10"),
    clocks=(
        Clock("decide", 5, says="Decide whether a file is prepared"),
        Clock(
            "refer",
            3,
            Unit.MONTHS,
            after="fact:offence_to",
            says="Send the file: the authority needs time",
        ),
        Clock("answer", 20, after="refer", says="Ask the authority what it does with the file"),
        Clock("answer", 20, after="send-again", says="Ask the authority what it does with the file"),
        Clock("send-again", 10, after="answer:returned", says="Send what the authority asked for"),
        Clock("answer", 6, Unit.MONTHS, after="fact:offence_to", says="The last day for the charge", rule="LEG-7"),
        Clock("laid", 6, Unit.MONTHS, after="fact:offence_to", says="The last day for the charge", rule="LEG-7"),
    ),
    owner=Role.ATTENDANCE_MANAGER,
    still=no_longer,
    per_contact=True,
    fields=FIELDS,
    tells=told,
    shows=panels,
)
