"""Meetings of the training school at 9:20: one signed, one to be signed, one held now, two to come (CASE-C)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from rollbook.absence.queries.watch_lists import WatchFilters, watch_list
from rollbook.demo.happening import Happenings
from rollbook.meetings.actions import (
    Asked,
    add_action_point,
    call_meeting,
    circulate,
    decide,
    fill_pack,
    invite,
    keep_minutes,
    note_presence,
    note_reply,
    sign_and_freeze,
)
from rollbook.meetings.queries import meeting
from rollbook.meetings.queries.choosing import contacts_to_ask
from rollbook.pupils.queries import PupilLine
from rollbook.rules.access import Role
from rollbook.rules.actor import LONDON, Actor
from rollbook.rules.meetings import Part, Presence, Reply

SAID = """{child} says that mornings are hardest: the bus is full by the time it comes, and walking takes forty minutes.

Family: the new shift begins at six, so nobody is at home when {child} leaves. They want a call when {child} is not in.

Learning: behind in mathematics since the summer, and worried about being asked in front of the class."""
BEGUN = """{child} came with their mother. They have not slept well since the move."""
ASKED = ("A family worker to visit with us", "Whether the other school knows of attendance before the move", "")


@dataclass(frozen=True, slots=True)
class Meetings:
    """What the office has called in the last weeks, with the families of pupils who are absent most."""

    happenings: Happenings

    def act(self) -> None:
        absent = [line.pupil for line in watch_list(self._by(Role.ATTENDANCE_MANAGER, 0, 9), WatchFilters())][:12]
        if len(absent) < 5:
            return
        self._signed(absent[3])
        self._to_be_signed(absent[4])
        self._now(absent[2])
        self._to_come(absent[1])
        self._targeting(absent)

    def _signed(self, pupil: PupilLine) -> None:
        """A fortnight ago: whole, from the invitation to the copies; one of its action points is late."""
        before = self._by(Role.ATTENDANCE_MANAGER, 21, 10)
        office = self._by(Role.ATTENDANCE_MANAGER, 14, 16)
        held = self._at(14, 15)
        ref = call_meeting(
            before, kind="attendance", pupils=[pupil.id], at=held, minutes=30, place="Room 4",
            people=self._people(before, pupil), source="training:meeting:signed",
        )  # fmt: skip
        self._everybody_came(office, ref)
        keep_minutes(office, meeting=ref, words=SAID.format(child=pupil.forename), version=0)
        add_action_point(
            office, meeting=ref, says="Ask the bus company for an earlier bus", due=self._day(7), role="head-of-year"
        )
        add_action_point(
            office, meeting=ref, says="Ring home by 9:10 on days of absence", due=self.happenings.on,
            role="attendance-administrator",
        )  # fmt: skip
        decide(office, meeting=ref, choice="review", reason="To see in five weeks whether the earlier bus helps.")
        sign_and_freeze(office, meeting=ref)
        people = meeting(office, ref).people
        circulate(office, meeting=ref, by={one.public_id: "hand" for one in people})

    def _to_be_signed(self, pupil: PupilLine) -> None:
        """The day before: the minutes are begun, nobody has signed them."""
        before = self._by(Role.ATTENDANCE_ADMINISTRATOR, 8, 10)
        ref = call_meeting(
            before, kind="ard", stage="admission", pupils=[pupil.id], at=self._yesterday(14), minutes=30,
            place="Meeting room", people=self._people(before, pupil), source="training:meeting:begun",
        )  # fmt: skip
        writer = self.happenings.by(Role.ATTENDANCE_ADMINISTRATOR, self.happenings.before, time(14, 20))
        keep_minutes(writer, meeting=ref, words=BEGUN.format(child=pupil.forename), version=0)

    def _now(self, pupil: PupilLine) -> None:
        """This morning at nine: it is being held."""
        before = self._by(Role.ATTENDANCE_ADMINISTRATOR, 6, 10)
        ref = call_meeting(
            before, kind="panel", pupils=[pupil.id], at=self._at(0, 9), minutes=45, place="Head’s office",
            people=self._people(before, pupil), source="training:meeting:now",
        )  # fmt: skip
        for one in meeting(before, ref).people:
            note_reply(before, meeting=ref, person=one.public_id, reply=Reply.COMING)

    def _to_come(self, pupil: PupilLine) -> None:
        """In four days, with the invitations on their way."""
        office = self._by(Role.ATTENDANCE_ADMINISTRATOR, 0, 9)
        nurse = Asked(Part.PROFESSIONAL, name="Ms Bello, school nurse", email="bello@nurses.example")
        ref = call_meeting(
            office, kind="ebsa", pupils=[pupil.id], at=self._at(-4, 15), minutes=45, place="Room 4",
            people=(*self._people(office, pupil), nurse), source="training:meeting:ebsa",
        )  # fmt: skip
        invite(office, meeting=ref)

    def _targeting(self, pupils: Sequence[PupilLine]) -> None:
        office = self._by(Role.ATTENDANCE_MANAGER, 0, 9)
        officer = Asked(Part.AUTHORITY, name="Mr Ng, education welfare officer", email="ng@authority.example")
        ref = call_meeting(
            office, kind="targeting", pupils=[one.id for one in pupils], at=self._at(-9, 10), minutes=90, place="Hall",
            people=(officer, Asked(Part.STAFF, user=office.user_id, minutes=True)), source="training:meeting:targeting",
        )  # fmt: skip
        for pupil, asked in zip(pupils, ASKED, strict=False):
            done = "Meetings with the family, an earlier bus, a mentor."
            fill_pack(office, meeting=ref, pupil=pupil.id, done=done, asked=asked)

    def _people(self, office: Actor, pupil: PupilLine) -> tuple[Asked, ...]:
        family = [one for one in contacts_to_ask(office, [pupil]) if not one.barred][:2]
        leader = self._by(Role.SENIOR_LEADER, 0, 9)
        return (
            Asked(Part.PUPIL, pupil=pupil.id),
            *(Asked(Part.PARENT, contact=one.contact_id) for one in family),
            Asked(Part.STAFF, user=leader.user_id, chairs=True),
            Asked(Part.STAFF, user=office.user_id, minutes=True),
        )

    def _everybody_came(self, office: Actor, ref: UUID) -> None:
        for one in meeting(office, ref).people:
            note_presence(office, meeting=ref, person=one.public_id, presence=Presence.THERE)

    def _by(self, role: Role, days_ago: int, hour: int) -> Actor:
        return self.happenings.by(role, self._day(days_ago), time(hour))

    def _day(self, days_ago: int) -> date:
        return self.happenings.on - timedelta(days=days_ago)

    def _at(self, days_ago: int, hour: int) -> datetime:
        """An hour of that day; of the Monday after it where it is a weekend."""
        day = self._day(days_ago)
        weekend = timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
        return datetime.combine(day + weekend, time(hour), LONDON)

    def _yesterday(self, hour: int) -> datetime:
        return datetime.combine(self.happenings.before, time(hour), LONDON)
