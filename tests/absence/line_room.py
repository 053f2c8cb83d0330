"""An absence line on a Monday at 9:20: a family with two children on one number, and what it tells the school."""

from __future__ import annotations

import uuid
from datetime import timedelta

from rollbook.absence.actions import Decided, Filed, Reported, file_report, take_report
from rollbook.absence.models import Report
from rollbook.absence.queries import LineItem, absence_line, report_line
from rollbook.pupils.models import Contact
from rollbook.registers.models import PlannedMark
from rollbook.rules.access import Role
from tests.absence.morning import MONDAY, Morning

NUMBER = "+447700900142"


class LineRoom:
    """9A with Priya's two children on one number (0 and 1), and a child of somebody else (2)."""

    def __init__(self) -> None:
        self.morning = Morning()
        self.mother: Contact = self.morning.contact(0, 1)
        self.other: Contact = self.morning.contact(2, name="Uzo", number="07700 900555")
        self.office = self.morning.actor()
        for pupil, name in zip(self.morning.pupils, ("Tolu Abiodun", "Femi Abiodun", "Amir Haddad"), strict=True):
            pupil.legal_forename, pupil.legal_surname = name.split()
            pupil.save()

    def told(self, words: str, *, way: str = "voicemail", number: str = NUMBER, minutes: int = 60, **more) -> uuid.UUID:  # type: ignore[no-untyped-def]
        at = self.office.now - timedelta(minutes=minutes)
        return take_report(self.office, reported=Reported(way, words, number=number, at=at, **more))

    def item(self, report: uuid.UUID) -> LineItem:
        return report_line(self.office, report)

    def waiting(self) -> list[LineItem]:
        return list(absence_line(self.office).waiting)

    def file(self, report: uuid.UUID, *ns: int, **more) -> Filed:  # type: ignore[no-untyped-def]
        """File it for the n-th pupils: today's whole day as I, unless said otherwise."""
        given = {"first": MONDAY, "last": MONDAY, "halves": "01", "code": "I", "seen": self.row(report).version}
        public = tuple(str(self.morning.pupils[n].public_id) for n in ns)
        return file_report(self.office, report=report, decided=Decided(pupils=public, **{**given, **more}))

    def row(self, report: uuid.UUID) -> Report:
        return Report.objects.get(public_id=report)

    def plans(self, n: int) -> list[tuple[str, str, str, str]]:
        """The plans that stand for the n-th pupil: first, last, halves, code."""
        rows = PlannedMark.objects.filter(pupil=self.morning.pupils[n], ended_by=None).order_by("first")
        return [(str(p.first), str(p.last), p.halves, p.code) for p in rows]

    def reader(self, role: Role) -> object:
        return self.morning.actor(role)
