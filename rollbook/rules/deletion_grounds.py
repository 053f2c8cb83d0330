"""The grounds on which a name comes off the admission register, each with its conditions as questions (DEL-4).

Regulation 9(1)(a) to (o) for compulsory school age, 9(3) for others; (g) to (o) and 9(3) rest on the list of 2006.
"""

# ruff: noqa: E501  (a condition is read as one line of a table)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

TEN_DAYS, TWENTY_DAYS, FOUR_MONTHS = 10, 20, 4


@dataclass(frozen=True, slots=True)
class Condition:
    """A question that must have one answer for the ground to be met; `otherwise` says why not, and what to do."""

    fact: str
    must_be: bool
    otherwise: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: its paragraph, what it asks, and what is kept as evidence.

    `days` are school days on which the pupil was not seen; `joint` asks for the enquiries of school and authority.
    `leaving` is the leaving reason that is proposed when the name comes off.
    """

    key: str
    rule: str
    paragraph: str
    says: str
    evidence: str
    conditions: tuple[Condition, ...] = ()
    days: int = 0
    joint: bool = False
    compulsory: bool = True
    leaving: str = "OR"

    @property
    def title(self) -> str:
        return f"{self.paragraph} {self.says}"


def _yes(fact: str, otherwise: str) -> Condition:
    return Condition(fact, True, otherwise)


def _no(fact: str, otherwise: str) -> Condition:
    return Condition(fact, False, otherwise)


_NO_ORDER = _no(
    "order_names_us", "A school attendance order names this school: the name stays on until it is revoked or amended."
)
_NO_MAIN = _no(
    "mobile_main_school", "This is the main school of a child whose parent travels for work: the name stays on here."
)
_NOT_BACK = _no("expected_back", "The pupil is expected to come back, so the name stays on.")
_NOT_ILL = _no(
    "ill_or_prevented",
    "The pupil may be ill (anxiety is illness) or prevented by something unavoidable, such as a dispute about a place or about transport: the name stays on.",
)
_NOT_FOUND = _yes(
    "still_not_found", "School and authority must both have failed to find where the pupil is. Go on looking together."
)
_DIED = _yes("has_died", "Confirm with the family or the authority first; nothing else is asked.")

COMPULSORY: tuple[Ground, ...] = (
    Ground("a", "DEL-A", "9(1)(a)", "Registered at another school", "The other school’s confirmation of the starting day", (
        _yes("registered_elsewhere", "A school that was named or offered is not enough: the other school must have put the pupil on its roll. Ask it for the starting day."),
        _NO_ORDER, _NO_MAIN,
        _no("dual_agreed", "Both schools agreed to have the pupil registered: the name stays on here. Ground (c) may apply."),
    ), leaving="IM"),
    Ground("b", "DEL-B", "9(1)(b)", "Nursery education completed, not moving up", "What the parent or the authority wrote", (
        _yes("nursery_completed", "The pupil has not completed nursery education here."),
        _no("expected_in_reception", "The pupil is expected in Reception here, so the name stays on."),
    )),
    Ground("c", "DEL-C", "9(1)(c)", "Registered at other schools as well, which agree", "The written consent of every other school", (
        _NOT_BACK,
        _yes("others_consent", "Every other school where the pupil is registered must agree in writing."),
        _NO_ORDER, _NO_MAIN,
    ), leaving="IM"),
    Ground("d", "DEL-D", "9(1)(d)", "School attendance order now names another school", "The amended order", (
        _yes("order_amended", "The order has not been amended to name another school."),
    ), leaving="IM"),
    Ground("e", "DEL-E", "9(1)(e)", "School attendance order revoked", "The authority’s decision", (
        _yes("order_revoked", "The order has not been revoked because the child is educated otherwise."),
    ), leaving="EL"),
    Ground("f", "DEL-F", "9(1)(f)", "Parent’s written notice of education otherwise than at school", "The parent’s letter or e-mail", (
        _yes("written_notice", "What was said is not enough: the notice must be in writing. The name stays on until it is."),
        _NO_ORDER,
    ), leaving="EL"),
    Ground("g", "DEL-G", "9(1)(g)", "No longer lives within a reasonable distance", "Evidence of the new address", (
        _yes("lives_too_far", "The new home is within a reasonable distance of the school."),
        _no("is_boarder", "A boarder does not come off the roll because the home is far."),
        _NOT_BACK,
    ), leaving="OR"),
    Ground("h", "DEL-H", "9(1)(h)", "Did not come back within ten school days of a leave", "The log of enquiries, and the authority’s answer", (_NOT_ILL, _NOT_FOUND), days=TEN_DAYS, joint=True, leaving="MI"),
    Ground("i", "DEL-I", "9(1)(i)", "Continuously absent for twenty school days, cannot be found", "The log of enquiries, and the authority’s answer", (_NOT_ILL, _NOT_FOUND), days=TWENTY_DAYS, joint=True, leaving="MI"),
    Ground("j", "DEL-J", "9(1)(j)", "Sentence of detention of four months or more", "What the youth justice team wrote", (
        _yes("is_sentenced", "Remand and police custody are not a sentence of detention: the pupil stays on the roll with code Y5."),
        _NOT_BACK,
    )),
    Ground("k", "DEL-K", "9(1)(k)", "The pupil has died", "Who told the school, and when", (_DIED,), leaving="DD"),
    Ground("l", "DEL-L", "9(1)(l)", "Over compulsory school age before school next meets, not staying on", "What the pupil said, or the sixth form’s decision", (
        _yes("not_staying_on", "The pupil wants to stay on and meets the conditions of the sixth form, so the name stays on."),
    ), leaving="NT"),
    Ground("m", "DEL-M", "9(1)(m)", "Boarding fees unpaid", "The account at the end of the term", (
        _yes("is_boarder", "This ground is for boarders only."),
        _yes("fees_unpaid", "The fees must be unpaid at the end of the term for which they were due."),
    )),
    Ground("n", "DEL-N", "9(1)(n)", "No longer a pupil of an independent or non-maintained special school", "The contract that ended", (
        _yes("contract_ended", "The pupil’s place at this school has not ended."),
        _yes("independent_or_nmss", "This ground is for independent and non-maintained special schools only."),
    )),
    Ground("o", "DEL-O", "9(1)(o)", "Permanently excluded, every review ended", "The board’s decision and how the review ended", (
        _yes("board_upheld", "The governors’ board has not upheld the exclusion. The name stays on, with E or the code of the provision."),
    ), leaving="PE"),
)  # fmt: skip

OTHERS: tuple[Ground, ...] = (
    Ground("left", "DEL-2", "9(3)", "Has left the school", "What the pupil or the parent said or wrote", (
        _yes("has_left", "Nobody has said that the pupil left. Ask, and write down the answer."),
    ), compulsory=False),
    Ground("twenty-days", "DEL-2", "9(3)", "Absent without leave for twenty school days, cannot be found", "Whom the school asked", (_NOT_ILL, _yes("still_not_found", "Where the pupil is must be unknown after reasonable enquiries.")), days=TWENTY_DAYS, compulsory=False, leaving="MI"),
    Ground("died", "DEL-2", "9(3)", "The pupil has died", "Who told the school, and when", (_DIED,), compulsory=False, leaving="DD"),
    Ground("excluded", "DEL-2", "9(3)", "Permanently excluded, every review ended", "The board’s decision and how the review ended", (
        _yes("board_upheld", "The governors’ board has not upheld the exclusion, so the name stays on."),
    ), compulsory=False, leaving="PE"),
    Ground("nursery", "DEL-2", "9(3)", "Nursery education completed, not moving up", "What the parent wrote", (
        _yes("nursery_completed", "The pupil has not completed nursery education here."),
        _no("expected_in_reception", "The pupil is expected in Reception here, so the name stays on."),
    ), compulsory=False),
)  # fmt: skip

GROUNDS: Mapping[str, Ground] = MappingProxyType({ground.key: ground for ground in (*COMPULSORY, *OTHERS)})
