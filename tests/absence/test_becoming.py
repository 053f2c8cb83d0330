"""What becomes O at its deadline: looked at first, confirmed in one act, taken back by amendment."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.absence.actions import become_o
from rollbook.absence.actions.chasing import chase_reasons
from rollbook.absence.models import ReasonChase, ReasonLadder
from rollbook.absence.queries import unexplained
from rollbook.absence.queries.chasing_round import chase_round
from rollbook.comms.models import Message
from rollbook.pupils.models import ContactEmail
from rollbook.registers.models import Amendment, Mark
from rollbook.registers.verifying import verify_school
from rollbook.rules.access import Role
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half
from rollbook.schools.models import Closure
from tests.absence.morning import Morning, Visitor

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 10)


def text(answer) -> str:  # type: ignore[no-untyped-def]
    return re.sub(r"\s+", " ", answer.content.decode())


def on_day(morning: Morning, day: int) -> Visitor:
    morning.now = datetime(2026, 11, day, 10, 0, tzinfo=UTC)
    return morning.person()


def ticked(answer) -> list[str]:  # type: ignore[no-untyped-def]
    boxes = re.findall(r'<input[^>]*name="row"[^>]*>', answer.content.decode())
    return [re.search(r'value="([^"]+)"', box)[1] for box in boxes if "checked" in box]  # type: ignore[index]


def unexplained_since_tuesday(size: int = 3) -> Morning:
    morning = Morning(size)
    for n in range(size):
        contact = morning.contact(n, number=f"07700 9001{n:02}")
        address = f"home{n}@example.org"
        ContactEmail.objects.create(school=morning.school, contact=contact, address=address, position=1)
    morning.marked_on({TUESDAY: {n: "N" if n < 2 else "/" for n in range(size)}}, Half.AM, Half.PM)
    return morning


def test_nothing_becomes_o_by_itself_and_all_of_it_in_one_act() -> None:
    morning = unexplained_since_tuesday()
    on_day(morning, 11)
    chase_reasons(morning.actor(), seen=chase_round(morning.actor()).size)
    office = on_day(morning, 16)
    url = office.url("absence:becoming")
    assert "No clock is over or ends today." in text(office.get(url))
    office = on_day(morning, 17)
    listed = text(office.get(office.url("absence:list")))
    assert "4 sessions become O" in listed
    preview = office.get(url)
    rows = ticked(preview)
    assert len(rows) == 4
    assert "text 11 Nov" in text(preview)
    assert not Mark.objects.filter(code="O").exists(), "looking changes nothing"
    assert office.post(url, {"row": rows}).status_code == 303
    assert Mark.objects.filter(code="O").count() == 4
    reasons = set(Amendment.objects.values_list("reason", flat=True))
    assert reasons == {"No reason was established within five school days (regulation 10(7)). Tried: text 11 Nov."}
    assert verify_school(morning.actor()).faults == ()


def test_it_is_taken_back_by_an_amendment() -> None:
    morning = unexplained_since_tuesday()
    office = on_day(morning, 18)
    url = office.url("absence:becoming")
    office.post(url, {"row": ticked(office.get(url))})
    after = text(office.get(office.url("absence:list")))
    assert "4 sessions became O." in after
    undo = re.search(r'action="([^"]+undo[^"]+)"', after)
    assert undo is not None
    assert office.post(undo[1], {}).status_code == 303
    assert Mark.objects.filter(code="N").count() == 4
    assert Amendment.objects.count() == 8
    assert "4 sessions became O." not in text(office.get(office.url("absence:list")))


def test_what_was_unticked_stays_and_what_changed_is_looked_at_again() -> None:
    morning = unexplained_since_tuesday()
    office = on_day(morning, 17)
    url = office.url("absence:becoming")
    rows = ticked(office.get(url))
    assert office.post(url, {}).status_code == 422
    assert office.post(url, {"row": rows[:1]}).status_code == 303
    assert Mark.objects.filter(code="O").count() == 1
    again = office.post(url, {"row": rows})
    assert (again.status_code, "Since you looked" in text(again)) == (422, True)
    assert Mark.objects.filter(code="O").count() == 1


def test_a_running_clock_is_never_made_o() -> None:
    morning = unexplained_since_tuesday()
    on_day(morning, 12)
    with pytest.raises(Refused) as refused:
        become_o(morning.actor(), absences=unexplained(morning.actor()), tried={})
    assert refused.value.rule == "COD-4"


def test_who_may_not_amend_does_not_see_the_act() -> None:
    morning = unexplained_since_tuesday()
    on_day(morning, 17)
    leader = morning.person(Role.SENIOR_LEADER)
    assert leader.get(leader.url("absence:becoming")).status_code == 403
    assert "confirm all at once" not in text(leader.get(leader.url("absence:list")))


def test_families_stand_together_with_whom_to_ring_and_what_comes_next() -> None:
    morning = Morning(3)
    morning.contact(0, 1)
    morning.marked_on({TUESDAY: {0: "N", 1: "N", 2: "N"}}, Half.AM)
    office = on_day(morning, 11)
    said = text(office.get(office.url("absence:list")))
    assert "Pupil00 Name00 and Pupil01 Name01" in said
    assert "07700 900142" in said
    assert "Next: text (day 1)" in said
    assert "1 school day old" in said
    assert said.count("ab-family__head") == 2


def test_a_break_is_told_before_it() -> None:
    morning = unexplained_since_tuesday()
    inset = {"first": date(2026, 11, 13), "last": date(2026, 11, 13), "kind": Closure.Kind.INSET}
    Closure.objects.create(school=morning.school, **inset)
    office = on_day(morning, 11)
    said = text(office.get(office.url("absence:list")))
    assert "4 clocks end after the closed day Fri 13 Nov; 2 school days are left before it." in said
    assert "Ends after a break" in said
    assert "Pupil00" in text(office.get(f"{office.url('absence:list')}?show=pause"))


def test_the_chase_is_looked_at_and_sent_by_one_press() -> None:
    morning = unexplained_since_tuesday()
    office = on_day(morning, 11)
    url = office.url("absence:chase")
    page = text(office.get(url))
    assert "Send 2 texts" in page
    assert "Tue 10 Nov all day" in page
    assert office.post(url, {"number": "5"}).status_code == 422
    assert office.post(url, {"number": "2"}).status_code == 303
    assert Message.objects.count() == 2
    assert "Nothing is due" in text(office.get(url))
    office = on_day(morning, 13)
    call = {"pupil": str(morning.pupils[0].public_id), "said": "no-answer"}
    assert office.post(office.url("absence:chase-call"), call).status_code == 303
    assert ReasonChase.objects.filter(way="call", said="no-answer").count() == 2
    assert "nobody answered" in text(office.get(office.url("absence:list")))


def test_the_steps_are_set_on_their_page() -> None:
    morning = unexplained_since_tuesday()
    office = on_day(morning, 11)
    url = office.url("absence:chase-steps")
    assert "School day 5" in text(office.get(url))
    day = {"from_day_0": "11", "from_day_1": "11", "from_day_2": "2026"}
    given = day | {"day1": "call", "day3": "text", "rings": "on"}
    assert office.post(url, given).status_code == 303
    assert ReasonLadder.objects.get().steps == [[1, "call", True], [3, "text", True]]
    assert "To ring" in text(office.get(office.url("absence:chase")))


@pytest.mark.parametrize("size", [2, 12])
def test_the_pages_cost_the_same_for_any_number(size: int) -> None:
    morning = Morning(size)
    for n in range(size):
        morning.contact(n, number=f"07700 9001{n:02}")
    morning.marked_on({TUESDAY: dict.fromkeys(range(size), "N")}, Half.AM, Half.PM)
    office = on_day(morning, 17)
    counts = []
    for name in ("list", "becoming", "chase"):
        with CaptureQueriesContext(connection) as told:
            assert office.get(office.url(f"absence:{name}")).status_code == 200
        counts.append(len(told))
    assert counts == [15, 14, 16]
