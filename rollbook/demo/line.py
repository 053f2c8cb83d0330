"""What families and colleagues of the training school have told it by 9:20: twelve reports that wait (ABS-A)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from rollbook.absence.actions import Reported, take_report
from rollbook.absence.queries import without_reason
from rollbook.absence.queries.reasons import Family
from rollbook.demo.happening import Happenings
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor, system_actor
from rollbook.rules.sessions import Half

# In the words that such messages have; {child} is the forename, {whole} the full name.
_TOLD = (
    ("voicemail", (7, 41), "Hello, it's {child}'s mum. {child} has been sick in the night and won't be in today. Bye."),
    ("text", (7, 58), "{child} not well, temp of 39. hopefully back tomorrow"),
    ("voicemail", (8, 3), "Good morning. {child} has an orthodontist appointment at 10:30 today, back after lunch."),
    ("email", (8, 6), "Absence\n\nDear office,\n\n{child} has a heavy cold, back on Monday.\n\nKind regards"),
    ("text", (8, 12), "she is poorly today sorry"),
    ("voicemail", (8, 15), "Hi, {child}'s got a tummy bug, I'll keep {child} off till Thursday."),
    ("email", (8, 20), "{whole}\n\nWe have booked a family holiday and {child} will be away all next week."),
    ("form", (8, 24), "Chicken pox. Back when the spots have dried."),
    ("text", (8, 31), "Overslept, on the way now"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """The reports of this morning, from the families of pupils who were marked absent without a reason."""

    happenings: Happenings

    def act(self) -> None:
        office = self._by(Role.ATTENDANCE_ADMINISTRATOR, 9, 18)
        families = [f for f in without_reason(office, self.happenings.on, Half.AM) if f.ring is not None]
        for n, (family, told) in enumerate(zip(_again(families), _TOLD, strict=False)):
            self._told(n, family, *told)
        if families:
            self._by_hand(families)

    def _told(self, n: int, family: Family, way: str, at: tuple[int, int], words: str) -> None:
        pupil, ring = family.pupils[0].pupil, family.ring
        said = Reported(
            way=way,
            words=words.format(child=pupil.forename, whole=f"{pupil.forename} {pupil.surname}"),
            number="" if way in ("form", "email") or ring is None else ring.number,
            contact=ring.contact_id if way in ("form", "email") and ring else None,
            pupils=(pupil.id,) if way == "form" else (),
            first=self.happenings.on if way == "form" else None,
            source=f"training:{n}",
            at=self._at(*at),
        )
        take_report(system_actor(self.happenings.actor.school, self._at(*at)), reported=said)

    def _by_hand(self, families: Sequence[Family]) -> None:
        """A call from a withheld number, one at the front desk, and what a tutor was told."""
        first, last = families[0].pupils[0].pupil, families[-1].pupils[0].pupil
        pupil = f"{last.forename} {last.surname}"
        withheld = Reported("voicemail", f"Yeah, {pupil} is not coming in today. He's ill.", at=self._at(8, 37))
        take_report(system_actor(self.happenings.actor.school, self._at(8, 37)), reported=withheld)
        desk = self._by(Role.RECEPTION, 8, 52)
        note = "A brother handed in a note: asthma, at home today."
        take_report(desk, reported=Reported("desk", note, pupils=(first.id,), said_by="Brother"))
        tutor = self._by(Role.HEAD_OF_YEAR, 9, 4)
        told = Reported("staff", "A friend says the whole family has flu.", said_by=f"A friend of {last.forename}")
        take_report(tutor, reported=told)

    def _at(self, hour: int, minute: int) -> datetime:
        return datetime.combine(self.happenings.on, time(hour, minute), LONDON)

    def _by(self, role: Role, hour: int, minute: int) -> Actor:
        return self.happenings.by(role, self.happenings.on, time(hour, minute))


def _again(families: Sequence[Family]) -> Iterable[Family]:
    """Each family in turn; in a small school some have told the school twice."""
    while families:
        yield from families
