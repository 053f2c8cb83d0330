"""A prosecution file from its decision to the court, and the six months that run meanwhile (LEG-2 to LEG-8)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from rollbook.cases.actions import take_step
from rollbook.processes.returns import fields_of_return
from rollbook.rules.access import Role
from rollbook.rules.refused import Refused
from tests.processes.office import Office

pytestmark = pytest.mark.django_db

OFFENCE: dict[str, Any] = {
    "charge": "444-1",
    "offence_from": date(2026, 9, 14),
    "offence_to": date(2026, 9, 18),
}
EVERYTHING: dict[str, Any] = dict.fromkeys(
    (
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
    ),
    True,
)


class File(Office):
    """A file about the mother of a pupil who missed the week from 14 September."""

    def __init__(self) -> None:
        super().__init__(1, on=date(2026, 9, 21))
        self.days(date(2026, 9, 14), date(2026, 9, 18), "O")
        self.mother = self.contact(0, parental_responsibility=True)
        self.contact(0, name="Anil", number="07700 900143", parental_responsibility=True, priority=2)
        self.file: UUID = self.open("prosecution", contact=self.mother.pk)

    def do(self, step: str, choice: str = "", **answers: Any) -> None:
        take_step(self.who(Role.HEAD), case=self.file, step=step, choice=choice, answers=answers, note="As written.")

    def sent(self) -> None:
        self.do("decide", "go-on", **OFFENCE)
        self.do("defences", "none", defences="None was found.")
        self.do("gather", **EVERYTHING)
        self.do("refer", authority="Bradford", sent_how="Portal")

    def says(self, title: str) -> str:
        return next(one.says for one in self.page(self.file).panels if one.title == title)


def test_from_the_decision_to_the_court() -> None:
    """LEG-3, LEG-4, LEG-7"""
    file = File()
    file.sent()
    assert file.says("Not in the file yet") == "Everything that authorities ask for."
    assert (
        file.says("Sessions in evidence")
        == "10 unauthorised sessions. The most a court can order: a fine of up to £1,000."
    )
    file.at(date(2026, 10, 19))
    file.do("answer", "returned")
    file.do("send-again", sent_how="Post")
    file.do("answer", "prosecutes", supervision=True)
    line = file.page(file.file).line
    assert (line.next_says, line.next_day) == ("Record that the charge was laid", date(2027, 3, 18))
    file.at(date(2027, 1, 18))
    file.do("laid", laid_on=date(2027, 1, 14), supervision=True, hearing_on=date(2027, 2, 22))
    file.at(date(2027, 2, 23))
    file.do("court", "guilty", fine_pounds=220, order="Costs of 85 pounds")
    assert file.the_case("prosecution").outcome == "Convicted"


def test_what_is_missing_is_named_and_kept_with_the_step() -> None:
    """LEG-8"""
    file = File()
    file.do("decide", "go-on", **OFFENCE)
    file.do("defences", "none", defences="None was found.")
    file.do("gather", **EVERYTHING | {"certificate": False, "leave": None})
    file.do("refer", authority="Bradford", sent_how="Portal")
    (warned,) = file.page(file.file).taken[-1].warned
    assert (
        warned
        == "Not in the file yet: certificate of attendance, signed by the head, leave requests and their answers."
    )
    file.do("add", **EVERYTHING)
    assert file.says("Not in the file yet") == "Everything that authorities ask for."


def test_a_file_that_comes_too_late_for_the_court_is_not_sent() -> None:
    """LEG-7"""
    file = File()
    file.do("decide", "go-on", **OFFENCE)
    file.do("defences", "none", defences="None was found.")
    file.do("gather", **EVERYTHING)
    file.at(date(2027, 3, 18))
    assert "must be laid by Thursday 18 March 2027: 0 days are left" in file.says("Time for the charge")
    file.at(date(2027, 3, 19))
    with pytest.raises(Refused, match="were over on Thursday 18 March 2027") as refused:
        file.do("refer", authority="Bradford", sent_how="Portal")
    assert refused.value.rule == "LEG-7"
    file.do("out-of-time")
    assert file.the_case("prosecution").outcome == "The six months were over"


def test_the_graver_offence_says_how_the_parent_knew() -> None:
    """LEG-4"""
    file = File()
    graver = OFFENCE | {"charge": "444-1A"}
    with pytest.raises(Refused, match="how it is shown that the parent knows"):
        file.do("decide", "go-on", **graver)
    file.do("decide", "go-on", **graver, knows="Signed the minutes of 5 October.")
    assert "up to £2,500" in file.says("Sessions in evidence")


def test_a_correction_that_leaves_nothing_in_evidence_is_raised() -> None:
    """PEN-14, LEG-5"""
    file = File()
    file.sent()
    for day in range(14, 19):
        file.correct(date(2026, 9, day), "I")
    file.reassess()
    (notice,) = file.page(file.file).notices
    assert (
        notice.says
        == "No unauthorised session is left in these days: they have been corrected since. Tell the authority."
    )


def test_a_charge_laid_late_or_without_thinking_of_support_is_recorded_and_said() -> None:
    """LEG-2, LEG-7"""
    file = File()
    file.sent()
    file.do("answer", "prosecutes")
    file.at(date(2027, 4, 19))
    file.do("laid", laid_on=date(2027, 4, 15))
    assert file.page(file.file).taken[-1].warned == (
        "It was laid after Thursday 18 March 2027: the court may not hear it.",
        "It is not recorded that a supervision order was considered first.",
    )


def test_what_goes_to_the_authority_is_about_this_parent_alone() -> None:
    """PEN-6, LEG-8"""
    file = File()
    file.sent()
    fields = dict(fields_of_return(file.who(), file.file))
    assert fields["Parent"] == "Priya Shah (Mother)"
    assert "Anil" not in str(fields)
    assert fields["Last day for the charge"] == "Thursday 18 March 2027"
    assert fields["Sessions and codes"].splitlines()[0] == "Monday 14 September 2026, morning: O"
