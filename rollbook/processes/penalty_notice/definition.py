"""The penalty notice as one declaration: its steps, clocks and outcomes."""

from __future__ import annotations

from rollbook.processes.penalty_notice.checking import (
    about_the_answer,
    about_the_payment,
    about_the_weeks,
    improving_fits,
    may_go_on,
    must_all_hold,
    must_hold,
    the_answer_is_whole,
    the_payment_fits,
    what_a_person_decides,
    what_stands_against_it,
)
from rollbook.processes.penalty_notice.facts import Facts
from rollbook.processes.penalty_notice.showing import FIELDS, panels, told
from rollbook.processes.penalty_notice.weighing import improvement_ended, no_longer, the_ten
from rollbook.rules.access import Role
from rollbook.rules.penalty_occasions import penalty_trigger
from rollbook.rules.process import (
    LEFT_SCHOOL,
    MISTAKE,
    NOT_NEEDED,
    Choice,
    Clock,
    Opens,
    Outcome,
    Process,
    Step,
    Unit,
)

CONSIDER: Step[Facts] = Step(
    "consider",
    "Consider a notice to this parent",
    asks=(
        "offence",
        "offence_from",
        "offence_to",
        "exceptional",
        "why_parent",
        "support",
        "support_says",
        "best_tool",
        "other_is_better",
    ),
    choices=(
        Choice("go-on", "Go on towards a notice", needs_reason=True),
        Choice("support", "Support instead", ends="support-instead", needs_reason=True),
        Choice("other", "Another way is better", ends="other-way", needs_reason=True),
    ),
    who=Role.HEAD,
    help="Ten in ten weeks mean that a notice is considered. Whether one is asked for is decided here, with reasons.",
    rule="PEN-3",
    check=may_go_on,
    warns=about_the_weeks,
    offers=the_ten,
)
CHECKS: Step[Facts] = Step(
    "checks",
    "Go through what must hold first",
    after=("consider:go-on",),
    asks=("equality", "has_needs", "equality_says", "asked_elsewhere", "notices_elsewhere", "sessions_elsewhere"),
    letter="considered",
    help="What forbids a notice stops this step and says why; what a person decides is kept with it.",
    rule="PEN-4",
    check=must_hold,
    warns=what_a_person_decides,
)
IMPROVE: Step[Facts] = Step(
    "improve",
    "Give a notice to improve, or say why not",
    after=("checks",),
    choices=(
        Choice("give", "A notice to improve is given"),
        Choice("failed", "One has ended without improvement"),
        Choice("holiday", "Not needed: it was a holiday"),
        Choice("no-effect", "It would have no effect", needs_reason=True),
    ),
    help="Giving one opens it for the same parent; what comes of it is recorded here.",
    rule="PEN-12",
    check=improving_fits,
)
IMPROVING: Step[Facts] = Step(
    "improving",
    "Record what came of the notice to improve",
    after=("improve:give",),
    choices=(
        Choice("not-improved", "Attendance did not improve enough"),
        Choice("improved", "Attendance improved", ends="improved"),
    ),
    rule="NTI-1",
)
REQUEST: Step[Facts] = Step(
    "request",
    "Send the request to the authority",
    after=("improve:failed", "improve:holiday", "improve:no-effect", "improving:not-improved"),
    asks=("authority", "sent_how", "reference"),
    letter="requested",
    help="With the authority's own form (see “For the local authority”). Everything is checked once more on the day.",
    rule="PEN-6",
    check=must_all_hold,
    warns=what_stands_against_it,
)
SEND_AGAIN: Step[Facts] = Step(
    "send-again",
    "Send what the authority asked for",
    after=("answer:returned",),
    unless=("answer:issued",),
    again=True,
    optional=True,
    asks=("sent_how", "reference"),
    help="Everything is checked once more on the day.",
    rule="PEN-6",
    check=must_all_hold,
    warns=what_stands_against_it,
)
ANSWER: Step[Facts] = Step(
    "answer",
    "Record the authority's answer",
    after=("request",),
    unless=("answer:issued",),
    again=True,
    asks=("reference", "issued_on", "served_by", "received_on", "returned_for"),
    choices=(
        Choice("issued", "The notice was issued"),
        Choice("returned", "Sent back for more", needs_reason=True),
        Choice("refused", "No notice is issued", ends="refused", needs_reason=True),
    ),
    rule="PEN-9",
    check=the_answer_is_whole,
    warns=about_the_answer,
)
TAKE_BACK: Step[Facts] = Step(
    "take-back",
    "Take the request back",
    after=("request",),
    unless=("answer:issued",),
    optional=True,
    choices=(
        Choice("corrected", "The threshold is no longer met", ends="taken-back", needs_reason=True),
        Choice("other", "For another reason", ends="taken-back", needs_reason=True),
    ),
    rule="PEN-14",
)
PAYMENT: Step[Facts] = Step(
    "payment",
    "Record what the authority says of the payment",
    after=("answer:issued",),
    asks=("paid_on", "paid_pounds"),
    choices=(
        Choice("paid", "It was paid", ends="paid"),
        Choice("unpaid", "It was not paid within 28 days"),
    ),
    help="The school takes no money: this is what the authority reports.",
    rule="PEN-9",
    check=the_payment_fits,
    warns=about_the_payment,
)
UNPAID: Step[Facts] = Step(
    "unpaid",
    "Record what the authority does about the unpaid notice",
    after=("payment:unpaid",),
    choices=(
        Choice("prosecute", "It prosecutes the offence", ends="prosecution"),
        Choice("withdraw", "It withdraws the notice", ends="withdrawn", needs_reason=True),
    ),
    help="Only these two are possible. Prosecution opens a file for the same parent.",
    rule="PEN-10",
)
WITHDRAW: Step[Facts] = Step(
    "withdraw",
    "Record that the notice was withdrawn",
    after=("answer:issued",),
    optional=True,
    choices=(
        Choice("ought-not", "It ought not to have been issued", ends="withdrawn", needs_reason=True),
        Choice("wrong-person", "It went to the wrong person", ends="withdrawn", needs_reason=True),
        Choice("error", "It has a material error", ends="withdrawn", needs_reason=True),
    ),
    help="A notice that was withdrawn does not count later.",
    rule="PEN-10",
)

PROCESS: Process[Facts] = Process(
    key="penalty_notice",
    name="Penalty notice",
    says="Ten unauthorised sessions in ten school weeks: considered for each parent, asked for, and what became of it.",
    facts=Facts,
    steps=(
        CONSIDER,
        CHECKS,
        IMPROVE,
        IMPROVING,
        REQUEST,
        ANSWER,
        SEND_AGAIN,
        PAYMENT,
        UNPAID,
        TAKE_BACK,
        WITHDRAW,
    ),
    outcomes=(
        Outcome("paid", "Issued and paid"),
        Outcome("prosecution", "Issued, unpaid, prosecuted"),
        Outcome("withdrawn", "Withdrawn"),
        Outcome("refused", "The authority issued none"),
        Outcome("taken-back", "The request was taken back"),
        Outcome("improved", "Attendance improved after a notice to improve"),
        Outcome("support-instead", "Support instead of a notice"),
        Outcome("other-way", "Another way instead of a notice"),
        NOT_NEEDED,
        LEFT_SCHOOL,
        MISTAKE,
    ),
    law=(
        "PEN-1",
        "PEN-3",
        "PEN-4",
        "PEN-5",
        "PEN-6",
        "PEN-7",
        "PEN-8",
        "PEN-9",
        "PEN-10",
        "PEN-12",
        "PEN-14",
        "PEN-15",
    ),
    clocks=(
        Clock("consider", 5, says="Consider soon: the authority wants requests fresh"),
        Clock("checks", 3, after="consider:go-on", says="Go on while the reasons are known"),
        Clock("improve", 3, after="checks", says="Give the notice to improve, or say why not"),
        Clock("request", 5, after="improve:failed", says="Send the request"),
        Clock("request", 5, after="improve:holiday", says="Send the request: many authorities want it within ten days"),
        Clock("request", 5, after="improve:no-effect", says="Send the request"),
        Clock("request", 5, after="improving:not-improved", says="Send the request"),
        Clock("send-again", 10, after="answer:returned", says="Send what the authority asked for"),
        Clock("answer", 20, after="request", says="Ask the authority what became of the request"),
        Clock("answer", 20, after="send-again", says="Ask the authority what became of the request"),
        Clock("payment", 27, Unit.DAYS, after="fact:received_on", says="The last day to pay", rule="PEN-9"),
        Clock("unpaid", 20, after="payment:unpaid", says="Ask the authority: it prosecutes or withdraws"),
    ),
    owner=Role.ATTENDANCE_MANAGER,
    opens=Opens.SUGGESTED,
    trigger=penalty_trigger,
    still=no_longer,
    raises=improvement_ended,
    per_contact=True,
    fields=FIELDS,
    tells=told,
    shows=panels,
)
