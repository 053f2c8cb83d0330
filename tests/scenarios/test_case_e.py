"""CASE-E: leave in term time. Asked, perhaps held by the safeguarding lead, decided, told, looked back on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from rollbook.cases.actions import take_back_step, take_step
from rollbook.cases.queries import case_page
from rollbook.comms.models import LetterRun
from rollbook.processes.leave_request.actions.asking import Asked, ask_for_leave
from rollbook.processes.leave_request.actions.coding import code_without_leave
from rollbook.processes.leave_request.actions.deciding import Decision, decide, tell
from rollbook.processes.leave_request.actions.journeys import answer_safeguarding, ask_safeguarding
from rollbook.processes.leave_request.actions.licences import Permitted, keep_licence
from rollbook.processes.leave_request.models import JourneyCheck
from rollbook.processes.leave_request.queries.journeys import journey, journeys
from rollbook.processes.leave_request.queries.licences import licences
from rollbook.processes.leave_request.queries.requests import RequestLine, Stage, requests
from rollbook.pupils.models import Contact, ContactPhone, PupilContact
from rollbook.registers.models import PlannedMark
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.leave import Ground
from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.sessions import Half
from rollbook.schools.models import School, Trust
from rollbook.work.actions.standing_in import delegate
from rollbook.work.models import Task
from tests.builders import a_role, a_user, an_actor
from tests.processes.office import Office

pytestmark = pytest.mark.django_db
MON, TUE, WED, FRI = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 20)
THE_FIRST = date(2026, 11, 2)
WHY = "Judged for this pupil: the family could not choose another day."


class LeaveOffice(Office):
    """Two sisters of one home, their office, their head and the safeguarding lead; it is 2 November."""

    def __init__(self, on: date = THE_FIRST) -> None:
        super().__init__(2, on)
        self.head_user = a_user("R. Adeyemi")
        a_role(self.head_user, self.school, Role.HEAD)
        a_role(self.officer, self.school)
        self.mother: Contact = self.contact(0, 1)
        Contact.objects.filter(pk=self.mother.pk).update(address_lines="1 High Street", postcode="BD1 1AA", title="Ms")

    def head(self) -> Actor:
        return an_actor(self.school, Role.HEAD, now=self.now, user=self.head_user)

    def lead(self) -> Actor:
        return an_actor(self.school, Role.DSL, now=self.now)

    def asks(
        self, first: date = MON, last: date = WED, *, for_what: str = "holiday", ns: tuple[int, ...] = (0,),
        **said: object,
    ) -> uuid.UUID:  # fmt: skip
        cases = self.ask(first, last, for_what=for_what, ns=ns, request=None, **said)
        return cases[0]

    def ask(
        self, first: date, last: date, *, for_what: str, ns: tuple[int, ...], request: uuid.UUID | None = None,
        **said: object,
    ) -> tuple[uuid.UUID, ...]:  # fmt: skip
        told: Mapping[str, object] = {
            "asked_by": "Ms Priya Shah", "way": "paper", "asked_on": self.now.date(), "first": first, "last": last,
            "purpose": for_what, **said,
        }  # fmt: skip
        asked = Asked(tuple(self.pupils[n].pk for n in ns), told, contact=self.mother.pk)
        return ask_for_leave(self.who(), request=request or uuid.uuid4(), asked=asked)

    def decides(self, case: uuid.UUID, choice: str, **more: object) -> None:
        seen = self.page(case).line.version
        given = Decision(case, seen, choice, WHY, "We considered what you wrote.", **more)  # type: ignore[arg-type]
        decide(self.head(), decision=given)
        tell(self.who(), case=case, how=choice)

    def plans(self, n: int = 0) -> list[tuple[str, date, date]]:
        rows = PlannedMark.objects.filter(pupil=self.pupils[n], ended_by=None).order_by("first")
        return list(rows.values_list("code", "first", "last"))

    def line(self, case: uuid.UUID) -> RequestLine:
        return next(one for one in requests(self.head(), open_only=False) if one.line.public_id == case)

    def refusal(self, case: uuid.UUID, choice: str, **more: object) -> str:
        with pytest.raises(Refused) as refused:
            self.decides(case, choice, **more)
        return refused.value.rule


def test_a_wedding_is_granted_for_one_day_of_three_planned_and_taken_as_granted() -> None:
    office = LeaveOffice()
    case = office.asks(MON, WED, for_what="family", reason="My brother marries on the Monday, in Leeds.")
    waiting = office.line(case)
    assert (waiting.stage, waiting.sessions, waiting.usual) == (Stage.DECIDE, 6, "exceptional")
    assert waiting.facts.lives_with is True  # known from the admission register
    assert waiting.line.next_day == date(2026, 11, 9)  # five school days, the school's own time
    office.decides(case, "partly", first=MON)
    assert office.plans() == [("C", MON, MON)]
    assert LetterRun.objects.get().version.template.key == "leave-request-partly"
    assert office.line(case).stage is Stage.AHEAD
    office.at(FRI)
    office.days(MON, MON, "C")
    for half in Half:
        office.marked({0: "/" if half is Half.AM else "\\"}, TUE, half)
        office.marked({0: "/" if half is Half.AM else "\\"}, WED, half)
    assert office.line(case).stage is Stage.OVER
    assert office.line(case).came == "as-granted"
    take_step(office.who(), case=case, step="look_back", choice="as_granted")
    assert office.page(case).line.outcome == "Granted, and taken as granted"


def test_a_holiday_is_refused_codes_nothing_in_advance_and_is_g_where_n_stands() -> None:
    office = LeaveOffice()
    case = office.asks(MON, FRI)
    assert "10 unauthorised sessions in ten school weeks, a penalty notice" in office.line(case).if_taken
    office.decides(case, "refused")
    assert office.plans() == []
    office.at(date(2026, 11, 23))
    office.days(MON, FRI, "N")
    assert office.line(case).came == "open"
    office.at(WED)
    with pytest.raises(Refused, match="Look at the marks after that day"):
        take_step(office.who(), case=case, step="look_back", choice="without_leave")
    office.at(date(2026, 11, 23))
    assert code_without_leave(office.who(), case=case) == 10
    assert {office.code(0, day, half) for day in (MON, WED, FRI) for half in Half} == {"G"}
    assert office.line(case).came == "without-leave"
    with pytest.raises(Refused, match="Nothing of these days stands at N"):
        code_without_leave(office.who(), case=case)
    take_step(office.who(), case=case, step="look_back", choice="without_leave")
    assert not office.page(case).line.is_open


def test_refused_then_ill_is_shown_with_the_sister_here_and_the_brother_at_the_trusts_other_school() -> None:
    office = LeaveOffice()
    brother = a_brother_at_the_primary(office)
    case, other = office.ask(MON, WED, for_what="holiday", ns=(0, 1))
    for one in (case, other):
        office.decides(one, "refused")
    office.at(FRI)
    office.days(MON, WED, "I")
    office.days(MON, TUE, "I", n=1)
    ill_at(brother, MON)
    assert office.line(case).came == "ill"
    panel = next(one for one in case_page(office.head(), case).panels if one.title == "Refused, then ill")
    assert panel.rows == (("Pupil00", "here", "6"), ("Pupil01", "here", "4"), ("Kit", "Oakfield Primary", "2"))
    assert office.code(0, MON) == "I"  # nobody but a person doubts it, and nothing was changed
    with pytest.raises(Refused, match="Give the reason"):
        take_step(office.who(), case=case, step="look_back", choice="ill")
    take_step(office.who(), case=case, step="look_back", choice="ill", note="The GP's letter was seen.")


def test_a_journey_that_raises_a_question_waits_for_the_safeguarding_lead_who_alone_reads_why() -> None:
    office = LeaveOffice()
    case = office.asks(date(2026, 12, 1), date(2026, 12, 18), for_what="family", abroad=True, return_booked=False)
    assert office.line(case).stage is Stage.HELD
    assert office.refusal(case, "refused") == "LEA-5"
    page = case_page(office.head(), case)
    assert page.panels[0].title == "With the safeguarding lead"
    told = str((page.known, page.panels, [taken.note for taken in page.taken]))
    assert "way back" not in told.replace("Is the way back booked?", "")
    with pytest.raises(NotAllowed):
        journeys(office.head())
    (check,) = journeys(office.lead())
    assert any("No way back is booked" in one for one in journey(office.lead(), check.public_id).asked)
    task = Task.objects.get(source=f"leave-journey:{check.public_id}")
    assert (task.role, task.needs, task.done_at) == ("dsl", "check-journeys", None)
    ask_safeguarding(office.who(), case=case, asked="She told her tutor that she does not want to go.")
    assert JourneyCheck.objects.count() == 1
    answer_safeguarding(office.lead(), check=check.public_id, answer="speak-first", found="Spoke with her alone.")
    task.refresh_from_db()
    assert task.done_at is not None
    found = office.page(case)
    assert any("asks to be spoken to" in one for step in found.open_steps for one in step.warnings)
    office.decides(case, "refused")


def test_a_request_after_the_return_is_never_granted_and_g_for_every_session() -> None:  # T-30
    office = LeaveOffice(on=date(2026, 11, 23))
    office.days(MON, WED, "N")
    case = office.asks(MON, WED)
    assert office.line(case).is_late
    assert office.refusal(case, "granted") == "COD-16"
    assert office.plans() == []
    office.decides(case, "refused")
    assert code_without_leave(office.who(), case=case) == 6
    assert {office.code(0, day, half) for day in (MON, TUE, WED) for half in Half} == {"G"}


def test_a_festival_of_three_days_has_one_day_set_apart_and_the_rest_needs_leave() -> None:  # T-32
    office = LeaveOffice()
    case = office.asks(MON, WED, for_what="religious", set_apart=MON)
    office.decides(case, "refused")
    assert office.plans() == [("R", MON, MON)]
    office.at(FRI)
    office.days(MON, MON, "R")
    office.days(TUE, WED, "N")
    code_without_leave(office.who(), case=case)
    assert [office.code(0, day) for day in (MON, TUE, WED)] == ["R", "O", "O"]
    first, middle, last = (date(2026, 12, day) for day in (1, 2, 3))
    second = office.asks(first, last, for_what="religious", set_apart=middle, ns=(1,))
    office.decides(second, "granted")
    assert office.plans(1) == [("C", first, first), ("R", middle, middle), ("C", last, last)]


def test_a_performance_waits_for_its_licence_and_is_planned_c1_from_it() -> None:
    office = LeaveOffice()
    case = office.asks(MON, TUE, for_what="performance")
    assert office.refusal(case, "granted") == "LEA-4"
    licence = {"licence": "BMDC/26/114", "licensed_by": "Bradford", "licence_first": MON, "licence_last": TUE}
    take_step(office.who(), case=case, step="licence", answers=licence)
    (kept,) = licences(office.who())
    assert (kept.number, kept.authority, kept.state(office.now.date())) == ("BMDC/26/114", "Bradford", "not yet")
    office.decides(case, "granted")
    assert office.plans() == [("C1", MON, TUE)]
    # The next time the licence is on record already, and the request finds it by itself.
    abroad = Permitted("abroad", "W/9", "Westminster magistrates", date(2026, 12, 1), date(2026, 12, 11), "10 to 16")
    keep_licence(office.who(), pupil=office.pupils[0].pk, licence=abroad)
    again = office.asks(date(2026, 12, 7), date(2026, 12, 8), for_what="work-abroad")
    assert office.line(again).facts.licence == "W/9"
    office.decides(again, "granted")


def test_only_the_head_decides_or_who_stands_in() -> None:
    office = LeaveOffice()
    case = office.asks()
    deputy = a_user("S. Deputy")
    a_role(deputy, office.school, Role.SENIOR_LEADER)
    deputising = an_actor(office.school, Role.SENIOR_LEADER, now=office.now, user=deputy)
    given = Decision(case, office.page(case).line.version, "refused", WHY)
    with pytest.raises(NotAllowed):
        decide(office.who(), decision=given)
    with pytest.raises(Refused, match="Only the head decides"):
        decide(deputising, decision=given)
    delegate(office.head(), delegation=uuid.uuid4(), to=deputy.pk, first=THE_FIRST, last=THE_FIRST + timedelta(days=4))
    decide(deputising, decision=given)
    assert office.page(case).taken[-1].by == "S. Deputy"


def test_leave_taken_back_or_withdrawn_is_planned_no_more() -> None:
    office = LeaveOffice()
    case = office.asks(for_what="bereavement")
    decide(office.head(), decision=Decision(case, 0, "granted", WHY, ground=Ground.EXCEPTIONAL))
    assert office.plans() == [("C", MON, WED)]
    take_back_step(office.head(), case=case, number=1, why="The funeral was moved.")
    assert office.plans() == []
    office.decides(case, "granted")
    take_step(office.who(), case=case, step="withdraw")
    assert office.plans() == []
    assert office.page(case).line.outcome == "Withdrawn by the family"


def test_the_same_request_sent_twice_is_one_and_siblings_are_judged_apart() -> None:
    office = LeaveOffice()
    request = uuid.uuid4()
    first = office.ask(MON, WED, for_what="family", ns=(0, 1), request=request)
    assert office.ask(MON, WED, for_what="family", ns=(0, 1), request=request) == first
    (sister,) = office.line(first[0]).family
    assert sister == "Pupil01 (9A): Mon 16 Nov to Wed 18 Nov, not decided"
    office.decides(first[0], "granted")
    office.decides(first[1], "refused")
    assert (len(office.plans(0)), len(office.plans(1))) == (1, 0)


def a_brother_at_the_primary(office: LeaveOffice) -> Office:
    """Kit, at another school of the trust, whose mother has the same number."""
    trust = Trust.objects.create(name="Oakfield Trust", slug="oakfield-trust")
    School.objects.filter(pk=office.school.pk).update(trust=trust)
    primary = Office(1, office.now.date())
    School.objects.filter(pk=primary.school.pk).update(trust=trust, name="Oakfield Primary")
    kit = primary.pupils[0]
    kit.legal_forename = "Kit"
    kit.save()
    mother = Contact.objects.create(school=primary.school, forename="P", surname="Shah")
    ContactPhone.objects.create(school=primary.school, contact=mother, number="07700 900142", kind="M", position=1)
    PupilContact.objects.create(school=primary.school, pupil=kit, contact=mother, priority=1, lives_with=True)
    return primary


def ill_at(primary: Office, on: date) -> None:
    primary.at(FRI)
    primary.days(on, on, "I")
