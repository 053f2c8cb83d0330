"""What is known before a name comes off the register: the answers that the grounds ask for, and where everything is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.rules.codesets import entries
from rollbook.rules.deletion import Review
from rollbook.rules.process_facts import ask


class Leaving(StrEnum):
    """The leaving reasons of the common basic data set, by their code."""

    @property
    def label(self) -> str:
        return _NAMES[self.value]

    PHASE_STATE = "PM"
    PHASE_INDEPENDENT = "PI"
    PHASE_COLLEGE = "PF"
    MOVE_STATE = "IM"
    MOVE_INDEPENDENT = "II"
    MOVE_COLLEGE = "IF"
    HIGHER = "NH"
    TRAINING = "NT"
    EMPLOYMENT = "NE"
    UNEMPLOYED = "NU"
    AWAITING = "AT"
    AT_HOME = "EL"
    EXCLUDED = "PE"
    ABROAD = "LC"
    DIED = "DD"
    OTHER = "OR"
    MISSING = "MI"
    UNKNOWN = "UK"


_NAMES = {entry.code: entry.name for entry in entries("leaving_reason")}


@dataclass(frozen=True, slots=True)
class Facts:
    """The answers to the questions of every ground; those of the ground that was proposed are asked."""

    proposed_by: str = ask("Who asked for it, and why?", long=True, required=True, default="")
    suggested_by_school: bool | None = ask("Did anybody at school suggest leaving?", required=True)
    has_special_needs: bool | None = ask("Has the pupil special educational needs?", required=True)
    talked_with: str = ask("With whom did you talk?", required=True, default="")
    talk_said: str = ask(
        "What was said: why, where to, from when, what the school offered?", long=True, required=True, default=""
    )

    registered_elsewhere: bool | None = ask(
        "Has the other school confirmed that the pupil is on its roll?", required=True
    )
    elsewhere_from: date | None = ask("The starting day that it confirmed", required=True)
    order_names_us: bool | None = ask("Does a school attendance order name this school?", required=True)
    mobile_main_school: bool | None = ask(
        "Is this the main school of a child whose parent travels for work?", required=True
    )
    dual_agreed: bool | None = ask("Did both schools agree that the pupil is registered at both?", required=True)
    nursery_completed: bool | None = ask("Has the pupil completed nursery education here?", required=True)
    expected_in_reception: bool | None = ask("Is the pupil expected in Reception here?", required=True)
    expected_back: bool | None = ask("Is the pupil expected to come back?", required=True)
    others_consent: bool | None = ask(
        "Has every other school where the pupil is registered agreed in writing?", required=True
    )
    order_amended: bool | None = ask("Was the school attendance order amended to name another school?", required=True)
    order_revoked: bool | None = ask("Was the order revoked because the child is educated otherwise?", required=True)
    written_notice: bool | None = ask("Did a parent give notice in writing?", required=True)
    stated_day: date | None = ask("Which day did the parent state?", required=True)
    placed_by_authority: bool | None = ask("Did the authority place the pupil in this special school?", required=True)
    under_enquiry: bool | None = ask("Is a section 47 enquiry or a child-protection plan open?")
    consent_on: date | None = ask("When did the authority’s consent come?", help="Only where it is needed.")
    lives_too_far: bool | None = ask("Is the new home too far away to come to this school?", required=True)
    is_boarder: bool | None = ask("Is the pupil a boarder?", required=True)
    leave_ended: date | None = ask("The last day of the leave that was granted", required=True)
    ill_or_prevented: bool | None = ask(
        "Is there reason to believe that the pupil is ill or prevented by something unavoidable?",
        help="Anxiety is illness; a dispute about a place or about transport can be unavoidable.",
        required=True,
    )
    still_not_found: bool | None = ask("Have the enquiries failed: does nobody know where the pupil is?", required=True)
    is_sentenced: bool | None = ask("Is it a sentence of detention by a court (not remand)?", required=True)
    months_of_detention: int | None = ask("For how many months?", required=True)
    has_died: bool | None = ask("Has the family or the authority confirmed it?", required=True)
    not_staying_on: bool | None = ask(
        "Will the pupil not stay on, or not meet the conditions of the sixth form?", required=True
    )
    fees_unpaid: bool | None = ask("Are the fees unpaid at the end of the term for which they were due?", required=True)
    contract_ended: bool | None = ask("Has the pupil’s place at this school ended?", required=True)
    independent_or_nmss: bool | None = ask("Is this an independent or a non-maintained special school?", required=True)
    board_upheld: bool | None = ask("Has the governors’ board upheld the permanent exclusion?", required=True)
    decision_notified_on: date | None = ask("When were the parents told of the board’s decision?", required=True)
    review: Review | None = ask("How did the review end?", required=True)
    has_left: bool | None = ask("Has the pupil or a parent said that the pupil left?", required=True)
    evidence: str = ask("What is the evidence, and where is it kept?", long=True, required=True, default="")

    authority: str = ask("To which authority?", help="The one in whose area the school is.", default="")
    told_how: str = ask("How was it told?", default="")
    reference: str = ask("The authority’s reference", default="")
    final_class: bool | None = ask("Is the pupil in the most senior class?")
    year_ended: date | None = ask("Last day of the last term of the school year")
    authority_asks: bool | None = ask("Does the authority ask for a return of these pupils as well?")

    last_day: date | None = ask(
        "Last day on the roll", help="Today or yesterday; never a day further back.", required=True
    )
    leaving_reason: Leaving | None = ask("Reason for leaving, as the census has it", required=True)
    destination: str = ask(
        "Where does the pupil go?", help="The next school’s name, with its number where known.", default=""
    )
    kept_because: str = ask("Why does the name stay on?", long=True, required=True, default="")
