"""Two forms of a school in the week before 16 November 2026, as the tests of awards find them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from rollbook.pupils.models import Characteristic, Group, GroupMembership, Pupil
from rollbook.registers.actions.locking import make_year_rows
from rollbook.registers.models import PupilYear
from rollbook.rewards.actions import begin_run, decide_by_hand, give_awards, set_award_rule
from rollbook.rewards.queries import award_run, judge
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.rewards import AwardKind, Terms
from rollbook.rules.sessions import Half, Session
from rollbook.rules.year_row import EMPTY, set_mark
from rollbook.schools.models import School
from rollbook.staff.models import RoleAssignment
from tests.builders import a_group, a_pupil, a_role, a_school, a_user, an_actor

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # Monday 16 November 2026
MONDAY, FRIDAY = date(2026, 11, 9), date(2026, 11, 13)
WHOLE = "//////////"


class Hall:
    """9A and 8B, five children each, all in school all week unless said; the office and the head of year 9."""

    def __init__(self, each: int = 5) -> None:
        self.school: School = a_school()
        self.officer = a_user("A. Osei")
        a_role(self.officer, self.school, Role.ATTENDANCE_MANAGER)
        self.head_of_9 = a_user("Mr Dhillon")
        post: RoleAssignment = a_role(self.head_of_9, self.school, Role.HEAD_OF_YEAR)
        post.nc_year = "9"
        post.save()
        self.groups: dict[str, Group] = {
            "9A": a_group(self.school, "9A"),
            "8B": a_group(self.school, "8B", nc_year="8"),
        }
        self.pupils: dict[str, Pupil] = {}
        for form in self.groups:
            for n in range(each):
                self.child(f"Child{n}", form)

    def child(self, forename: str, form: str = "9A", week: str = WHOLE, before: str = WHOLE, **more: date) -> Pupil:
        made = a_pupil(self.school, group=self.groups[form], forename=forename, surname=form, **more)
        make_year_rows(self.office, NOW.date(), [str(made.public_id)])
        self.pupils[f"{forename} {form}"] = made
        self.mark(made, MONDAY, week)
        self.mark(made, MONDAY - timedelta(days=7), before)
        return made

    def mark(self, pupil: Pupil, monday: date, week: str) -> None:
        """The ten sessions of a week, a code each; / in the afternoon is the afternoon's stroke, . is no mark."""
        row = PupilYear.objects.get(pupil=pupil, year=2026)
        codes = bytes(row.codes) or EMPTY
        for n, code in enumerate(week):
            half = Half(n % 2)
            said = "\\" if code == "/" and half is Half.PM else code
            codes = set_mark(codes, Session(monday + timedelta(days=n // 2), half), None if said == "." else said)
        PupilYear.objects.filter(pk=row.pk).update(codes=codes)

    def needs(self, pupil: Pupil, kind: str) -> None:
        Characteristic.objects.create(school=self.school, pupil=pupil, kind=kind, first=date(2026, 9, 1))

    def in_year(self, name: str, nc_year: str) -> Group:
        group = Group.objects.create(school=self.school, kind=Group.Kind.YEAR, year=2026, name=name, nc_year=nc_year)
        for form, registration in self.groups.items():
            if registration.nc_year == nc_year:
                for pupil in (p for key, p in self.pupils.items() if key.endswith(form)):
                    GroupMembership.objects.create(school=self.school, group=group, pupil=pupil, first=date(2026, 9, 1))
        return group

    @property
    def office(self) -> Actor:
        return an_actor(self.school, Role.ATTENDANCE_MANAGER, now=NOW, user=self.officer)

    @property
    def head_of_year(self) -> Actor:
        actor = an_actor(self.school, Role.HEAD_OF_YEAR, now=NOW, user=self.head_of_9)
        return replace(actor, nc_years=frozenset({"9"}))

    def rule(
        self, kind: AwardKind = AwardKind.ATTENDED, name: str = "Every day this week", **terms: object
    ) -> uuid.UUID:
        made = uuid.uuid4()
        asked = Terms(kind, **terms)  # type: ignore[arg-type]  # by name, as the test has them
        set_award_rule(
            self.office,
            rule=made,
            name=name,
            terms=asked,
            title="Certificate of attendance",
            words="for excellent attendance",
        )
        return made

    def run(self, rule: uuid.UUID, actor: Actor | None = None, nc_years: tuple[str, ...] = ()) -> uuid.UUID:
        made = uuid.uuid4()
        begin_run(actor or self.office, run=made, rule=rule, first=MONDAY, last=FRIDAY, nc_years=nc_years)
        return made


def an_award(school: School, pupil: Pupil) -> Mapping[str, uuid.UUID]:
    """An award of the school that was given to one child in a run of one week."""
    office, rule, run = an_actor(school, Role.ATTENDANCE_MANAGER, now=NOW), uuid.uuid4(), uuid.uuid4()
    set_award_rule(
        office, rule=rule, name="Gold", terms=Terms(AwardKind.ATTENDED), title="Certificate", words="for being here"
    )
    begin_run(office, run=run, rule=rule, first=MONDAY, last=FRIDAY)
    decide_by_hand(office, run=run, pupil=pupil.public_id, gives=True, reason="She was in hospital")
    give_awards(office, run=run, mark=judge(office, award_run(office, run)).mark)
    return {"award_rule": rule, "award_run": run}
