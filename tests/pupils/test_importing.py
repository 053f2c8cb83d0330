"""Pupils and contacts out of a file: reviewed first, then written whole, and never twice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AuditEntry
from rollbook.formats.refusals import FileRefused
from rollbook.pupils import actions, queries
from rollbook.pupils.actions.importing import RowsRefused
from rollbook.pupils.models import (
    Characteristic,
    Contact,
    ContactPhone,
    Enrolment,
    Group,
    GroupMembership,
    ImportRun,
    Pupil,
    PupilAddress,
    PupilContact,
)
from rollbook.pupils.queries.importing import (
    ContentGone,
    Review,
    Verdict,
    import_run,
    import_runs,
    provenance_of,
    review,
)
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound
from rollbook.rules.upn import upn_for
from tests.builders import a_pupil, a_school, an_actor
from tests.pupils.exports import ARBOR, SIMS, Child, Row, arbor, arbor_csv, as_csv, sims, sims_csv

pytestmark = pytest.mark.django_db
TABLES = (Pupil, Contact, ContactPhone, PupilContact, Enrolment, Group, GroupMembership, PupilAddress, Characteristic)
LATER = datetime(2026, 9, 21, 8, tzinfo=UTC)


def bring(actor: Actor, data: bytes, *, name: str = "pupils.csv") -> tuple[UUID, Review]:
    run = actions.start_import(actor, name=name, data=data)
    return run, review(actor, run)


def take(actor: Actor, data: bytes, *, name: str = "pupils.csv") -> Review:
    run, found = bring(actor, data, name=name)
    actions.commit_import(actor, run=run)
    return found


def held() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in TABLES}


def rows_of(found: Review, verdict: Verdict) -> list[int]:
    return [row.row for row in found.rows if row.verdict == verdict]


def one(n: int = 1, **more: str) -> Row:
    """A SIMS row of one pupil with the first contact, with some columns typed otherwise."""
    return {**sims([n])[0], **more}


def sims_file(*rows: Row) -> bytes:
    return as_csv(rows, SIMS)


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


def test_a_bad_row_never_stops_the_good_ones() -> None:
    actor = an_actor(a_school())
    bad_upn, no_sex, no_entry = one(1, UPN="A123456789012"), one(3, Sex=""), one(4, **{"Date of Admission": ""})
    run, found = bring(actor, sims_file(one(0), bad_upn, no_sex, no_entry, one(5)))
    errors = {row.row: (row.column, row.says) for row in found.rows if row.verdict is Verdict.ERROR}
    assert set(errors) == {3, 4, 5}
    assert errors[3][0] == "UPN"
    assert "not a valid UPN" in errors[3][1]
    assert errors[4][0] == "sex (F or M)"
    assert errors[5][0] == "starting day (date of admission)"
    counts = actions.commit_import(actor, run=run)
    assert (counts.new, counts.left_out, Pupil.objects.count()) == (2, 3, 2)


def test_asked_to_stop_a_bad_row_stops_everything() -> None:
    actor = an_actor(a_school())
    run, _ = bring(actor, sims_file(one(0), one(3, Sex="")))
    before = held()
    with pytest.raises(RowsRefused, match="row 3"):
        actions.commit_import(actor, run=run, stop_on_error=True)
    assert held() == before
    assert import_run(actor, run).state == "waiting"


def test_two_rows_of_one_upn_with_different_names_are_not_both_taken() -> None:
    actor = an_actor(a_school())
    found = take(actor, sims_file(one(1), one(2, UPN=Child(1).upn, Adno="999999")))
    assert (found.counts.new, found.counts.error) == (1, 1)
    assert rows_of(found, Verdict.ERROR) == [3]


def test_ids_of_two_pupils_in_one_row_are_put_to_a_person() -> None:
    actor = an_actor(a_school())
    take(actor, sims_file(one(1), one(3)))
    run, found = bring(actor, sims_file(one(1, Adno=one(3)["Adno"])))
    (row,) = found.rows
    assert row.verdict is Verdict.CONFLICT
    assert {c.public_id for c in row.candidates} == set(Pupil.objects.values_list("public_id", flat=True))
    actions.decide_match(actor, run=run, row=2, choice=str(Pupil.objects.get(upn=Child(1).upn).public_id))
    assert review(actor, run).counts.same == 1
    actions.commit_import(actor, run=run)
    assert Pupil.objects.get(upn=Child(1).upn).admission_number == one(1)["Adno"]


def test_an_id_with_another_name_and_birth_is_put_to_a_person() -> None:
    actor = an_actor(a_school())
    take(actor, sims_file(one(1)))
    stranger = one(3, Adno=one(1)["Adno"], UPN="")
    run, found = bring(actor, sims_file(stranger))
    assert (found.counts.conflict, found.rows[0].may_be_new) == (1, False)
    actions.commit_import(actor, run=run)
    assert Pupil.objects.get().upn == Child(1).upn


def test_name_and_birth_alone_are_put_to_a_person() -> None:
    actor = an_actor(a_school())
    take(actor, sims_file(one(1, UPN="", Adno="")))
    with_upn = sims_file(one(1, Adno=""))
    run, found = bring(actor, with_upn)
    assert (found.counts.conflict, found.rows[0].may_be_new) == (1, True)
    actions.decide_match(actor, run=run, row=2, choice="new")
    assert review(actor, run).counts.new == 1
    actions.decide_match(actor, run=run, row=2, choice="skip")
    assert review(actor, run).rows[0].decided
    actions.decide_match(actor, run=run, row=2, choice=str(Pupil.objects.get().public_id))
    actions.commit_import(actor, run=run)
    assert Pupil.objects.get().upn == Child(1).upn


def test_windows_1252_keeps_its_letters() -> None:
    actor = an_actor(a_school())
    take(actor, as_csv([one(2, **{"Legal Surname": "Müller–O’Neill"})], SIMS, encoding="cp1252"))
    assert Pupil.objects.get().legal_surname == "Müller–O’Neill"
    assert Pupil.objects.get().legal_forename == "Chloë"


@pytest.mark.parametrize("surname", ["N" * 200, "عبد الرحمن", "שָׁלוֹם", "Łę-Ý", "O", "王"])
def test_names_are_taken_as_they_are(surname: str) -> None:
    actor = an_actor(a_school())
    data = sims_file(one(1, **{"Legal Surname": surname, "Contact Surname": surname}))
    take(actor, data)
    assert Pupil.objects.get().legal_surname == surname
    assert Contact.objects.get().surname == surname
    assert take(actor, data).counts.same == 1


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"Legal Surname": "N" * 201}, "Legal Surname"),
        ({"Adno": "9" * 40}, "admission number"),
        ({"Reg Group": "R" * 60}, "registration group"),
        ({"DOB": "01/01/2031", "Date of Admission": "01/09/2035"}, "date of birth"),
    ],
)
def test_what_does_not_fit_is_an_error_of_its_row(change: Row, column: str) -> None:
    actor = an_actor(a_school())
    found = take(actor, sims_file(one(1, **change), one(2)))
    assert [(row.row, row.column) for row in found.rows if row.verdict is Verdict.ERROR] == [(2, column)]
    assert Pupil.objects.count() == 1


def test_long_titles_postcodes_and_numbers_do_no_harm() -> None:
    actor = an_actor(a_school())
    long = {
        "Contact Title": "T" * 30,
        "Postcode": "No fixed place of abode",
        "Contact Mobile": "ring the " + "bell " * 12,
    }
    take(actor, sims_file(one(1, **long)))
    assert Contact.objects.get().title == ""
    assert ContactPhone.objects.count() == 0
    assert "No fixed place of abode"[:20] in PupilAddress.objects.get().lines


def test_a_zip_bomb_or_a_misnamed_file_is_refused_and_nothing_is_kept() -> None:
    actor = an_actor(a_school())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", "<Types/>")
        container.writestr("xl/workbook.xml", "<workbook/>")
        container.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    bomb = packed.getvalue()
    for name, data in (("pupils.xlsx", bomb), ("pupils.csv", b"%PDF-1.7 x"), ("pupils.csv", b""), ("a.xlsx", b"UPN\n")):
        with pytest.raises(FileRefused):
            actions.start_import(actor, name=name, data=data)
    assert ImportRun.objects.count() == 0


def test_an_upload_is_kept_encrypted_and_gone_after_the_commit() -> None:
    actor = an_actor(a_school())
    run, _ = bring(actor, sims_csv([1]))
    kept = bytes(ImportRun.objects.get().content)
    assert kept
    assert Child(1).surname.encode() not in kept
    assert actions.start_import(actor, name="again.csv", data=sims_csv([1])) == run
    actions.commit_import(actor, run=run)
    assert bytes(ImportRun.objects.get().content) == b""
    with pytest.raises(ContentGone):
        review(actor, run)
    with pytest.raises(ContentGone):
        actions.decide_match(actor, run=run, row=2, choice="skip")


def test_a_second_commit_changes_nothing() -> None:
    actor = an_actor(a_school())
    run, _ = bring(actor, sims_csv(range(5)))
    actions.commit_import(actor, run=run)
    before = held(), AuditEntry.objects.count()
    again = actions.commit_import(actor, run=run)
    assert (again.new, again.changed) == (0, 0)
    assert (held(), AuditEntry.objects.count()) == before


def test_uploads_nobody_imports_are_forgotten_after_seven_days() -> None:
    school = a_school()
    run, _ = bring(an_actor(school), sims_csv([1]))
    assert actions.forget_uploads(an_actor(school, now=datetime(2026, 9, 14, 7, tzinfo=UTC))) == 0
    assert actions.forget_uploads(an_actor(school, now=datetime(2026, 9, 15, 7, tzinfo=UTC))) == 1
    assert bytes(ImportRun.objects.get().content) == b""
    with pytest.raises(ContentGone):
        actions.commit_import(an_actor(school), run=run)


def test_nothing_is_half_saved_when_writing_breaks_off() -> None:
    school = a_school()
    actor = an_actor(school)
    take(actor, sims_csv(range(5)))
    run, _ = bring(actor, as_csv([{**row, "Town": "Leeds"} for row in sims(range(12))], SIMS))
    before = held(), AuditEntry.objects.count()
    with connection.execute_wrapper(_disk_full_at("pupils_provenance")), pytest.raises(OSError, match="disk"):
        actions.commit_import(actor, run=run)
    assert (held(), AuditEntry.objects.count()) == before
    assert import_run(actor, run).state == "waiting"


def _disk_full_at(table: str) -> Callable[..., object]:
    """The database fails at the first row for that table, when everything before it is written."""

    def execute(run: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if sql.startswith(f'INSERT INTO "{table}"'):
            raise OSError("the disk is full")
        return run(sql, params, many, context)

    return execute


def test_another_school_does_not_see_the_upload() -> None:
    school, other = a_school(), a_school()
    run, _ = bring(an_actor(school), sims_csv([1]))
    stranger = an_actor(other)
    for refused in (
        lambda: review(stranger, run),
        lambda: import_run(stranger, run),
        lambda: actions.commit_import(stranger, run=run),
        lambda: actions.decide_match(stranger, run=run, row=2, choice="skip"),
    ):
        with pytest.raises(NotFound):
            refused()
    assert import_runs(stranger) == ()


def test_a_pupil_of_another_school_is_nobody_here() -> None:
    other = a_school()
    a_pupil(other, upn=Child(1).upn)
    take(an_actor(a_school()), sims_csv([1]))
    assert Pupil.objects.filter(upn=Child(1).upn).count() == 2


def test_a_teacher_may_not_import() -> None:
    school = a_school()
    with pytest.raises(NotAllowed):
        actions.start_import(an_actor(school, Role.TEACHER), name="x.csv", data=sims_csv([1]))


def test_the_record_tells_numbers_and_no_names() -> None:
    actor = an_actor(a_school())
    take(actor, sims_csv(range(3)))
    entry = AuditEntry.objects.get(verb="pupils.PupilsImported")
    assert {k: entry.detail[k] for k in ("new", "changed", "same", "left_out")} == {
        "new": 3,
        "changed": 0,
        "same": 0,
        "left_out": 0,
    }
    assert Child(1).surname not in str(AuditEntry.objects.values_list("detail", flat=True))


def test_contacts_are_known_again_by_the_other_systems_id() -> None:
    actor = an_actor(a_school())
    headers = (*ARBOR, "Guardian 1 ID")
    (row,) = arbor([1])
    take(actor, as_csv([{**row, "Guardian 1 ID": "500"}], headers))
    before = Contact.objects.count()
    renamed = {
        **row,
        "Guardian 1 ID": "500",
        "Guardian 1 Name": "Mrs Mary Newname",
        "Guardian 1 Mobile": "07700 900777",
    }
    take(actor, as_csv([renamed], headers))
    assert Contact.objects.count() == before
    assert Contact.objects.get(mis_id="500").surname == "Newname"
