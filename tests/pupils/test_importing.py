"""What a file of pupils and contacts changes: what it says, once, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.pupils import actions, queries
from rollbook.pupils.models import (
    Characteristic,
    Contact,
    ContactPhone,
    Enrolment,
    Group,
    GroupMembership,
    Pupil,
    PupilContact,
)
from rollbook.pupils.queries.importing import (
    Verdict,
    provenance_of,
    review,
)
from rollbook.rules.upn import upn_for
from tests.builders import a_school, an_actor
from tests.pupils.bringing import LATER, bring, held, one, sims_file, take
from tests.pupils.exports import SIMS, Child, arbor_csv, as_csv, sims_csv

pytestmark = pytest.mark.django_db


def test_a_sims_export_comes_in_whole() -> None:
    actor = an_actor(a_school())
    found = take(actor, sims_csv(range(60)))
    assert (found.source, found.counts.new, found.counts.left_out, found.unrecognised) == ("SIMS", 60, 0, ())
    child = Child(7)
    pupil = Pupil.objects.get(upn=child.upn)
    assert (pupil.legal_forename, pupil.legal_surname, pupil.born) == (child.forename, child.surname, child.born)
    assert (pupil.preferred_forename, pupil.ethnicity, pupil.first_language) == ("", "WBRI", "ENG")
    line = queries.pupil(actor, pupil.public_id).line
    assert (line.registration, line.house, line.nc_year, line.first_day) == ("9B", "Darwin", "9", child.entry)
    contacts = queries.contacts_of(actor, pupil.public_id)
    assert [(c.priority, c.relationship, c.parental_responsibility) for c in contacts] == [
        (1, "Mother", True),
        (2, "Father", True),
        (3, "Carer", False),
    ]
    assert contacts[0].phones[0].number.startswith("+4477009")


def test_an_arbor_export_comes_in_whole() -> None:
    actor = an_actor(a_school())
    found = take(actor, arbor_csv(range(30)))
    assert (found.source, found.counts.new, found.counts.left_out) == ("Arbor", 30, 0)
    pupil = Pupil.objects.get(mis_id="70007")
    contacts = queries.contacts_of(actor, pupil.public_id)
    surname = Child(7).surname
    assert [c.name for c in contacts] == [f"Mrs Mary {surname}", f"Mr John {surname}", "Ms Nana Carer"]
    assert contacts[0].emails == ("mary.7@example.org",)


@pytest.mark.parametrize("make", [sims_csv, arbor_csv])
def test_the_same_file_again_is_all_same_and_writes_no_pupil(make) -> None:  # type: ignore[no-untyped-def]
    actor = an_actor(a_school())
    take(actor, make(range(40)))
    before = held()
    run, found = bring(actor, make(range(40)))
    assert (found.counts.same, found.counts.new, found.counts.changed, found.counts.left_out) == (40, 0, 0, 0)
    with CaptureQueriesContext(connection) as caught:
        actions.commit_import(actor, run=run)
    written = [q["sql"] for q in caught if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql.split('"')[1] for sql in written] == ["pupils_importrun", "audit_auditentry"]
    assert held() == before


def test_the_same_file_two_weeks_later_is_still_the_same() -> None:
    school = a_school()
    take(an_actor(school), sims_csv(range(20)))
    _, found = bring(an_actor(school, now=LATER), sims_csv(range(20)))
    assert found.counts.same == 20


def test_a_review_asks_eleven_statements_however_many_pupils() -> None:
    actor = an_actor(a_school())

    def asked(n: int) -> int:
        run = actions.start_import(actor, name="x.csv", data=sims_csv(range(n)))
        with CaptureQueriesContext(connection) as caught:
            review(actor, run)
        actions.commit_import(actor, run=run)
        return len(caught)

    assert (asked(5), asked(50)) == (11, 11)


def test_a_review_writes_nothing() -> None:
    actor = an_actor(a_school())
    before = held()
    bring(actor, sims_csv(range(10)))
    assert held() == before


def test_siblings_share_one_contact_record() -> None:
    actor = an_actor(a_school())
    take(actor, sims_csv([1, 2]))
    older, younger = (Pupil.objects.get(upn=Child(n).upn) for n in (1, 2))
    assert Child(1).family == Child(2).family
    assert Contact.objects.count() == len(Child(1).contact_names())
    assert set(older.contacts.values_list("contact", flat=True)) == set(
        younger.contacts.values_list("contact", flat=True)
    )


def test_a_sibling_who_comes_later_joins_the_family() -> None:
    actor = an_actor(a_school())
    take(actor, sims_csv([1]))
    take(actor, sims_csv([2]))
    assert Contact.objects.count() == len(Child(1).contact_names())


def test_the_same_name_with_another_number_is_another_person() -> None:
    actor = an_actor(a_school())
    other = {"Contact Surname": Child(1).surname, "Contact Mobile": "07700 900999", "Contact Email": "x@example.org"}
    take(actor, sims_file(one(1), one(3, **other)))
    assert Contact.objects.filter(forename="Mary").count() == 2


def test_twins_are_two_pupils() -> None:
    actor = an_actor(a_school())
    twin = {"Legal Surname": Child(1).surname, "DOB": f"{Child(1).born:%d/%m/%Y}"}
    found = take(actor, sims_file(one(1), one(2, **twin)))
    assert found.counts.new == 2
    _, again = bring(actor, sims_file(one(1), one(2, **twin), one(5)))
    assert (again.counts.same, again.counts.new) == (2, 1)


def test_a_change_is_shown_field_by_field_and_kept_with_its_row() -> None:
    school = a_school()
    take(an_actor(school), sims_file(one(1)))
    actor = an_actor(school, now=LATER)
    changed = one(1, **{"Legal Surname": "Newname", "Reg Group": "8F", "Contact Mobile": "07700 900123"})
    run, found = bring(actor, sims_file(changed))
    (row,) = found.rows
    assert row.verdict is Verdict.CHANGED
    assert {(c.field, c.old, c.new) for c in row.changes} == {
        ("legal_surname", Child(1).surname, "Newname"),
        ("group.registration", "8B", "8F"),
        ("contact.phone", "", "+447700900123"),
    }
    actions.commit_import(actor, run=run)
    told, entered = provenance_of(actor, Pupil.objects.get().public_id)
    assert (told.run, told.row, told.created, entered.created) == (run, 2, False, True)
    assert sorted(told.fields) == ["contact.phone", "group.registration", "legal_surname"]
    pupil = Pupil.objects.get()
    moved = [
        (m.group.name, m.first, m.last) for m in pupil.memberships.filter(group__kind="registration").order_by("first")
    ]
    assert moved == [("8B", date(2026, 8, 1), date(2026, 9, 20)), ("8F", date(2026, 9, 21), None)]


def test_an_absent_column_and_an_empty_cell_say_nothing() -> None:
    actor = an_actor(a_school())
    take(actor, sims_file(one(1)))
    before = Pupil.objects.values().get(), held()
    few = ("UPN", "Legal Surname", "Legal Forename", "DOB")
    _, found = bring(actor, as_csv([{name: one(1)[name] for name in few}], few))
    assert found.counts.same == 1
    empty = dict.fromkeys(("Ethnicity", "Reg Group", "House", "Postcode", "Contact Mobile", "SEN Status"), "")
    found = take(actor, sims_file(one(1, **empty)))
    assert found.counts.same == 1
    assert (Pupil.objects.values().get(), held()) == before


def test_a_characteristic_is_closed_only_when_the_file_says_no() -> None:
    school = a_school()
    take(an_actor(school), sims_file(one(4)))
    actor = an_actor(school, now=LATER)
    assert set(Characteristic.objects.values_list("kind", "last")) == {("fsm", None), ("ehcp", None)}
    take(actor, sims_file(one(4, FSM="", **{"SEN Status": "K"})))
    assert set(Characteristic.objects.values_list("kind", "last")) == {
        ("fsm", None),
        ("ehcp", date(2026, 9, 20)),
        ("sen", None),
    }
    take(actor, sims_file(one(4, FSM="F", **{"SEN Status": "K"})))
    assert Characteristic.objects.get(kind="fsm").last == date(2026, 9, 20)


def test_a_file_sets_a_no_contact_flag_but_never_clears_it() -> None:
    actor = an_actor(a_school())
    headers = (*SIMS, "No Contact")
    take(actor, as_csv([one(1, **{"No Contact": "Y"})], headers))
    _, found = bring(actor, as_csv([one(1, **{"No Contact": "N"})], headers))
    assert found.counts.same == 1
    assert PupilContact.objects.get().no_contact


def test_a_dead_number_stays_dead() -> None:
    actor = an_actor(a_school())
    take(actor, sims_file(one(1)))
    ContactPhone.objects.update(dead_since=date(2026, 9, 3))
    take(actor, sims_file(one(1, FSM="T")))
    assert ContactPhone.objects.get().dead_since == date(2026, 9, 3)


def test_a_leaver_leaves_the_groups_and_comes_back_as_a_new_enrolment() -> None:
    school = a_school()
    headers = (*SIMS, "Date of Leaving", "Reason for Leaving")
    take(an_actor(school), sims_file(one(1)))
    take(an_actor(school), as_csv([one(1, **{"Date of Leaving": "11/09/2026", "Reason for Leaving": "IM"})], headers))
    enrolment = Enrolment.objects.get()
    assert (enrolment.last_day, enrolment.leaving_reason) == (date(2026, 9, 11), "IM")
    assert set(GroupMembership.objects.values_list("last", flat=True)) == {date(2026, 9, 11)}
    take(an_actor(school, now=LATER), as_csv([one(1, **{"Date of Admission": "21/09/2026"})], headers))
    days = Enrolment.objects.order_by("first_day").values_list("first_day", "last_day")
    assert list(days) == [(Child(1).entry, date(2026, 9, 11)), (date(2026, 9, 21), None)]
    assert GroupMembership.objects.filter(first=date(2026, 9, 21), last=None).count() == 3


def test_a_new_school_year_moves_everybody_on_the_first_of_august() -> None:
    school = a_school()
    take(an_actor(school), sims_file(one(1), one(5)))
    next_year = an_actor(school, now=datetime(2027, 9, 2, 8, tzinfo=UTC))
    moved = [one(n, Year=f"Year {Child(n).year + 1}", **{"Reg Group": f"{Child(n).year + 1}A"}) for n in (1, 5)]
    take(next_year, sims_file(*moved))
    old = GroupMembership.objects.filter(group__year=2026)
    assert set(old.values_list("last", flat=True)) == {date(2027, 7, 31)}
    assert set(GroupMembership.objects.filter(group__year=2027).values_list("first", flat=True)) == {date(2027, 8, 1)}
    assert Group.objects.filter(year=2027, kind="house").count() == 1


def test_a_new_upn_keeps_the_one_it_replaces() -> None:
    actor = an_actor(a_school())
    temporary = upn_for(380, 4001, 20, 1, temporary="A")
    take(actor, sims_file(one(1, UPN=temporary)))
    take(actor, sims_file(one(1)))
    pupil = Pupil.objects.get()
    assert (pupil.upn, pupil.former_upn) == (Child(1).upn, temporary)
    _, found = bring(actor, sims_file(one(1, UPN=temporary)))
    assert found.counts.same == 1
