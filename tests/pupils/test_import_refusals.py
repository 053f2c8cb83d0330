"""What an import refuses, puts to a person, or takes as it is; and nothing is ever half saved."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection

from rollbook.audit.models import AuditEntry
from rollbook.formats.refusals import FileRefused
from rollbook.pupils import actions
from rollbook.pupils.actions.importing import RowsRefused
from rollbook.pupils.models import (
    Contact,
    ContactPhone,
    ImportRun,
    Pupil,
    PupilAddress,
)
from rollbook.pupils.queries.importing import (
    ContentGone,
    Verdict,
    import_run,
    import_runs,
    review,
)
from rollbook.rules.access import Role
from rollbook.rules.refused import NotAllowed, NotFound
from tests.builders import a_pupil, a_school, an_actor
from tests.pupils.bringing import bring, held, one, rows_of, sims_file, take
from tests.pupils.exports import ARBOR, SIMS, Child, Row, arbor, as_csv, sims, sims_csv

pytestmark = pytest.mark.django_db


def test_a_bad_row_never_stops_the_good_ones() -> None:
    actor = an_actor(a_school())
    bad_upn, no_sex, no_entry = one(1, UPN="A123456789012"), one(3, Sex=""), one(4, **{"Date of Admission": ""})
    run, found = bring(actor, sims_file(one(0), bad_upn, no_sex, no_entry, one(5)))
    errors = {row.row: (row.column, row.says) for row in found.rows if row.verdict is Verdict.ERROR}
    assert set(errors) == {3, 4, 5}
    assert errors[3][0] == "UPN"
    names = {row.row: row.name for row in found.rows if row.verdict is Verdict.ERROR}
    assert names[3] == f"{bad_upn['Legal Forename']} {bad_upn['Legal Surname']}", "nobody looks a row up by its number"
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
