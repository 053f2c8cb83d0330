"""Own fields on the screen: added in set-up, filled from a sheet, written in at the pupil's page."""

from __future__ import annotations

import uuid

import pytest

from rollbook.pupils.models import OwnField, OwnValue
from rollbook.rules.access import Role
from tests.absence.morning import Morning
from tests.builders import a_school

pytestmark = pytest.mark.django_db


def a_locker(morning: Morning, **more: object) -> OwnField:
    facts = {"name": "Locker", "kind": "words", "audience": "everybody", **more}
    return OwnField.objects.create(school=morning.school, made_at=morning.now, **facts)


def test_a_field_is_added_changed_retired_and_taken_up() -> None:
    morning = Morning()
    office = morning.person()
    listed = office.url("own-fields:list")
    assert "added no field of its own" in office.get(listed).content.decode()
    sent: dict[str, object] = {
        "field": str(uuid.uuid4()),
        "name": "Locker",
        "kind": "choice",
        "audience": "everybody",
        "choices": "A",
    }
    refused = office.post(office.url("own-fields:add"), sent)
    assert refused.status_code == 422
    assert "at least two choices" in refused.content.decode()
    assert office.post(office.url("own-fields:add"), {**sent, "choices": "A\nB"}).status_code == 302
    field = OwnField.objects.get()
    assert field.choices == ["A", "B"]
    change = office.url("own-fields:change", own_field=field.public_id)
    assert "Locker" in office.get(change).content.decode()
    assert office.post(change, {**sent, "name": "Bay", "choices": "A\nB\nC"}).status_code == 302
    assert "Bay" in office.get(listed).content.decode()
    assert office.post(office.url("own-fields:retire", own_field=field.public_id), {}).status_code == 302
    assert "Take it up again" in office.get(listed).content.decode()
    assert office.post(office.url("own-fields:take-up", own_field=field.public_id), {}).status_code == 302
    assert OwnField.objects.get().retired_on is None


def test_a_sheet_is_shown_before_it_is_written() -> None:
    morning = Morning()
    office, field = morning.person(), a_locker(morning)
    url = office.url("own-fields:fill", own_field=field.public_id)
    assert office.get(url).status_code == 200
    pasted = "Name00, Pupil00\tBay 1\nName01, Pupil01\tBay 2\nSomebody Else\tBay 3"
    shown = office.post(url, {"pasted": pasted, "show": "1"}).content.decode()
    assert "Write it for 2 pupils" in shown
    assert "Nobody on roll is meant by this" in shown
    assert not OwnValue.objects.exists()
    assert office.post(url, {"pasted": pasted, "write": "1"}).status_code == 302
    assert sorted(OwnValue.objects.values_list("says", flat=True)) == ["Bay 1", "Bay 2"]


def test_it_is_written_at_the_pupils_page_and_stands_on_the_overview() -> None:
    morning = Morning()
    office, field, few = morning.person(), a_locker(morning), a_locker(morning, name="Placement", audience="few")
    pupil = morning.pupils[0].public_id
    url, overview = office.url("home:own-fields", pupil), office.url("home:pupil", pupil)
    prefix = f"f{field.public_id.hex[:8]}"
    wrong = office.post(url, {"field": str(field.public_id), f"{prefix}-says": "x" * 121})
    assert wrong.status_code == 422
    assert "121 characters" in wrong.content.decode()
    for one in (field, few):
        says = f"f{one.public_id.hex[:8]}-says"
        assert office.post(url, {"field": str(one.public_id), says: f"About {one.name}"}).status_code == 303
    page = office.get(url).content.decode()
    assert "About Locker" in page
    assert "About Placement" in page
    glance = office.get(overview).content.decode()
    assert "About Locker" in glance
    assert "About Placement" not in glance
    tutor = morning.person(Role.TUTOR)
    seen = tutor.get(url).content.decode()
    assert "About Locker" in seen
    assert "Placement" not in seen
    assert "Write in it" not in seen
    assert tutor.post(url, {"field": str(field.public_id), f"{prefix}-says": "z"}).status_code == 403
    assert tutor.get(tutor.url("own-fields:list")).status_code == 403


def test_another_schools_field_is_not_there() -> None:
    morning = Morning()
    office = morning.person()
    other = OwnField.objects.create(
        school=a_school(), name="Theirs", kind="words", audience="everybody", made_at=morning.now
    )
    for name in ("change", "fill"):
        assert office.get(office.url(f"own-fields:{name}", own_field=other.public_id)).status_code == 404
    for name in ("retire", "take-up"):
        assert office.post(office.url(f"own-fields:{name}", own_field=other.public_id), {}).status_code == 404
