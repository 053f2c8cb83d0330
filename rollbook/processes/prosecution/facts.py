"""What is known in a prosecution file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rollbook.rules.process_facts import ask


class Charge(StrEnum):
    """Which offence of section 444 the file is for (LEG-4)."""

    IRREGULAR = "444-1"
    AGGRAVATED = "444-1A"

    @property
    def label(self) -> str:
        return {
            Charge.IRREGULAR: "Section 444(1): the child does not attend regularly",
            Charge.AGGRAVATED: "Section 444(1A): the parent knows it, without reasonable justification",
        }[self]

    @property
    def most(self) -> str:
        """The most that a court can order."""
        return {
            Charge.IRREGULAR: "a fine of up to £1,000",
            Charge.AGGRAVATED: "a fine of up to £2,500, a community order, or up to three months",
        }[self]


@dataclass(frozen=True, slots=True)
class Facts:
    """One file about one parent: the offence, the defences looked for, the evidence, and what the court did."""

    charge: Charge | None = ask("Which offence?", required=True)
    offence_from: date | None = ask("First day of the absence in evidence", required=True)
    offence_to: date | None = ask(
        "Last day of the absence in evidence", help="The charge must be laid within six months of it.", required=True
    )
    knows: str = ask("How is it shown that the parent knows of it?", help="For section 444(1A).", long=True, default="")
    defences: str = ask("Which defences were looked for, and what was found?", long=True, default="", required=True)
    statement: bool | None = ask("Witness statement, signed")
    certificate: bool | None = ask("Certificate of attendance, signed by the head")
    year: bool | None = ask("The year to date with the reasons given")
    chronology: bool | None = ask("Chronology")
    contact: bool | None = ask("Calls, letters, visits and meetings offered")
    support: bool | None = ask("The support offered and what came of it")
    contract: bool | None = ask("Attendance contract, or why there is none")
    improve: bool | None = ask("Notice to improve, or why there is none")
    notices: bool | None = ask("Earlier penalty notices")
    leave: bool | None = ask("Leave requests and their answers")
    equality: bool | None = ask("How the Equality Act and needs were considered")
    authority: str = ask("To which authority?", default="", required=True)
    sent_how: str = ask("How was the file sent?", default="", required=True)
    reference: str = ask("The authority's reference", default="")
    supervision: bool | None = ask("Has the authority considered an education supervision order?")
    laid_on: date | None = ask("Charge laid on")
    hearing_on: date | None = ask("Court hearing on")
    fine_pounds: int | None = ask("Fine in pounds")
    order: str = ask("Any order of the court", help="A parenting order, a community order, costs.", default="")


EVIDENCE = (
    "statement",
    "certificate",
    "year",
    "chronology",
    "contact",
    "support",
    "contract",
    "improve",
    "notices",
    "leave",
    "equality",
)
