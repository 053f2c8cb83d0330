"""Lists on the screen: made with buttons alone, saved, shared, changed, and in every format (REP-H)."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from rollbook.audit.models import AuditEntry
from rollbook.reports.actions.lists import change_list, save_list
from rollbook.reports.kinds import kind_of
from rollbook.reports.models import SavedReport
from rollbook.reports.queries.kept import asked_of
from rollbook.reports.queries.lists import saved_lists, shape_of
from rollbook.reports.queries.saved import saved_report
from rollbook.rules.access import Role
from rollbook.rules.lists import Condition, How, ListShape
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.models import School, Trust
from tests.absence.morning import Morning, Visitor
from tests.builders import a_role, a_school, a_user, an_actor

pytestmark = pytest.mark.django_db
SHAPE = ListShape(("name", "form", "ehcp"))


def sent(**more: object) -> dict[str, object]:
    """A list in the making as the page sends it."""
    return {"act": "show", "rows": "pupil", "who": "on-roll", "period": "year", "sequence": "", **more}


def test_a_list_is_made_looked_at_saved_changed_and_taken_away() -> None:
    morning = Morning(3)
    morning.flag(1, "ehcp")
    office = morning.person()
    make = office.url("lists:make")
    assert office.get(make).status_code == 200
    boxes = {"shelf0": ["name"], "shelf1": ["form"]}
    shown = office.post(make, sent(**boxes, column0="ehcp", how0="is", value0="Yes"))
    assert (shown.status_code, shown["Location"]) == (303, office.url("lists:unsaved"))
    page = office.get(office.url("lists:unsaved")).content.decode()
    assert "Name01, Pupil01" in page
    assert "Name00, Pupil00" not in page
    saved = office.post(office.url("lists:save"), {"name": "EHCP by form", "shared": "school"})
    assert saved.status_code == 302
    row = SavedReport.objects.get()
    assert shape_of(row.asked).conditions == (Condition("ehcp", How.IS, ("yes",)),)
    assert "EHCP by form" in office.get(office.url("lists:list")).content.decode()
    changing = office.get(f"{make}?saved={row.public_id}").content.decode()
    assert f'value="{row.public_id}"' in changing
    office.post(make, sent(**boxes, of=str(row.public_id)))
    assert office.post(office.url("lists:change", saved_list=row.public_id), {}).status_code == 302
    row.refresh_from_db()
    assert shape_of(row.asked).conditions == ()
    assert AuditEntry.objects.filter(verb="reports.ListChanged").count() == 1
    assert office.post(office.url("lists:retire", saved_list=row.public_id), {}).status_code == 302
    assert office.get(office.url("lists:saved", saved_list=row.public_id)).status_code == 404


def test_columns_move_by_buttons_and_nothing_is_judged_before_it_is_asked_for() -> None:
    office = Morning(1).person()
    make, boxes = office.url("lists:make"), {"shelf0": ["name", "sex"], "shelf1": ["form"]}
    page = office.post(make, sent(**boxes, act="look", column0="born", how0="is", value0="12/13/2026"))
    assert page.status_code == 200
    assert 'value="name,sex,form"' in page.content.decode()
    up = office.post(make, sent(**boxes, sequence="name,sex,form", act="up:form")).content.decode()
    assert 'value="name,form,sex"' in up
    dropped = office.post(make, sent(**boxes, sequence="name,form,sex", act="drop:form")).content.decode()
    assert 'value="name,sex"' in dropped
    more = office.post(make, sent(**boxes, column0="", column1="", act="more")).content.decode()
    assert 'name="column3"' in more
    bad = office.post(make, sent(**boxes, column0="born", how0="is", value0="12/13/2026"))
    assert bad.status_code == 422
    assert "“12/13/2026” has no month 13" in bad.content.decode()
    assert office.post(make, sent()).status_code == 422
    assert "Choose at least one column" in office.post(make, sent()).content.decode()


def test_a_list_narrows_in_its_address_and_a_name_never_stands_there() -> None:
    morning = Morning(2)
    office = morning.person()
    url = office.url("lists:ready", ready="birthdays")
    assert office.get(f"{url}?y=9&form=9A").status_code == 200
    assert "Form 9A" in office.get(f"{url}?form=9A").content.decode()
    named = sent(shelf0=["name"], column0="surname", how0="is", value0="Name01")
    shown = office.post(office.url("lists:make"), named)
    assert "Name01" not in shown["Location"]
    found = office.get(shown["Location"]).content.decode()
    assert "Name01, Pupil01" in found
    assert "Name00, Pupil00" not in found


@pytest.mark.parametrize("form", ["csv", "xlsx", "print", "pdf"])
def test_a_column_that_is_not_for_the_reader_leaves_in_no_format(form: str) -> None:
    morning = Morning(2)
    morning.flag(0, "ehcp")
    head = morning.person(Role.HEAD)
    saved = save_list(morning.actor(), name="EHCP", shape=SHAPE, shared="school")
    tutor = morning.person(Role.TUTOR)
    for person, sees in ((head, True), (tutor, False)):
        answer = person.get(person.url("lists:saved", saved_list=saved) + f"?as={form}")
        assert answer.status_code == 200
        if form != "pdf":
            assert ("EHC plan" in _text_of(form, answer.content)) is sees


def _text_of(form: str, data: bytes) -> str:
    if form == "xlsx":
        book = zipfile.ZipFile(io.BytesIO(data))
        return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    text = data.decode("utf-8-sig")
    return "\n".join(",".join(row) for row in csv.reader(io.StringIO(text))) if form == "csv" else text


def test_a_private_list_is_ones_own_and_a_shared_one_everybodys_here() -> None:
    morning = Morning(1)
    mine = save_list(morning.actor(), name="Mine", shape=SHAPE)
    ours = save_list(morning.actor(), name="Ours", shape=SHAPE, shared="school")
    head = morning.person(Role.HEAD)
    assert head.get(head.url("lists:saved", saved_list=mine)).status_code == 404
    assert "Copy and change" in head.get(head.url("lists:saved", saved_list=ours)).content.decode()
    assert head.post(head.url("lists:retire", saved_list=ours), {}).status_code == 404
    with pytest.raises(NotFound):
        change_list(morning.actor(Role.HEAD), saved=ours, shape=ListShape(("name",)))
    elsewhere = a_school()
    stranger = a_user()
    a_role(stranger, elsewhere)
    other = Visitor(elsewhere, stranger, morning.now)
    assert other.get(other.url("lists:saved", saved_list=ours)).status_code == 404
    teacher = morning.person(Role.TEACHER)
    assert teacher.get(teacher.url("lists:saved", saved_list=ours)).status_code == 403
    assert teacher.get(teacher.url("lists:ready", ready="birthdays")).status_code == 200
    assert teacher.get(teacher.url("lists:ready", ready="looked-after")).status_code == 404


def test_a_list_is_sent_as_a_link_and_its_page_of_sendings_leads_back_to_it() -> None:
    morning = Morning(1)
    saved = save_list(morning.actor(), name="Ours", shape=ListShape(("form", "sex")), shared="school")
    head = morning.person(Role.HEAD)
    page = head.get(head.url("reports:saved", saved=saved)).content.decode()
    assert head.url("lists:saved", saved_list=saved) in page
    kind = kind_of("list")
    assert kind is not None
    line = saved_report(morning.actor(), saved)
    made = kind.make(morning.actor(), asked_of(morning.actor(), kind, line.asked))
    assert made.names_pupils
    assert head.get(head.url("reports:report", report_kind="list")).status_code == 422


def test_a_trusts_list_is_a_definition_and_each_school_sees_its_own_pupils() -> None:
    trust = Trust.objects.create(name="Northway", slug="northway")
    morning = Morning(2)
    there = a_school(trust=trust.pk)
    School.objects.filter(pk=morning.school.pk).update(trust=trust)
    shape = ListShape(("name", "form", "own:1b4e28ba-2fa1-11d2-883f-0016d3cca427"))
    office = morning.actor()
    saved = save_list(office, name="Everywhere", shape=shape, shared="trust")
    assert [line.from_here for line in saved_lists(an_actor(there))] == [False]
    user = a_user()
    a_role(user, there)
    visitor = Visitor(there, user, morning.now)
    page = visitor.get(visitor.url("lists:saved", saved_list=saved)).content.decode()
    assert "Name00" not in page
    assert "1 column is not shown to you" in page
    assert saved_lists(an_actor(a_school())) == ()
    for column in ("surname", "own:nothing"):
        theirs = ListShape(("name",), (Condition(column, How.IS, ("Abiodun",)),))
        with pytest.raises(Refused, match="words that could be a pupil’s"):
            save_list(office, name="Theirs", shape=theirs, shared="trust")
        with pytest.raises(Refused, match="words that could be a pupil’s"):
            change_list(office, saved=saved, shape=theirs)
    with pytest.raises(NotAllowed):
        save_list(morning.actor(Role.TEACHER), name="x", shape=SHAPE)
