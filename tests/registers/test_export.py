"""The register as a file that proves itself: any altered byte is found, nobody's marks leak into another's proof."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from rollbook.audit import guards
from rollbook.audit.models import AccessEntry
from rollbook.config import cli
from rollbook.config.commands.verify import checked
from rollbook.config.schedule import jobs_of_the_day
from rollbook.formats.plain_zip import pack, unpack
from rollbook.pupils.actions import start_import
from rollbook.pupils.models import Pupil
from rollbook.pupils.queries.exporting import pupils_csv
from rollbook.pupils.queries.importing import review
from rollbook.registers import jobs
from rollbook.registers.actions import amend_mark, review_marks, seal_day
from rollbook.registers.models import Disposal, Mark, RegisterSave
from rollbook.registers.queries.exporting import Period, export_pupil, export_register
from rollbook.registers.queries.marks_file import marks_csv
from rollbook.rules.access import Permission, Role
from rollbook.rules.chain import leaf_hash
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from tests.builders import A_MORNING, a_pupil, a_school, an_actor
from tests.registers.test_taking import MONDAY, Form9A

NOON = A_MORNING + timedelta(hours=3)


@pytest.fixture
def form(db: None) -> Form9A:
    """Three saves with a sealed day: a register, one more pupil, an amendment."""
    form = Form9A(now=NOON)
    form.save(form.tap(0, "N"), form.tap(1, "/"))
    form.save(form.tap(2, "L", minutes=7))
    amend_mark(
        form.actor,
        pupil=str(form.pupils[0].public_id),
        facts=form.issue.facts(),
        code="I",
        reason="Father rang",
        seen=1,
    )
    seal_day(head_of(form), day=MONDAY)
    return form


def head_of(form: Form9A):  # type: ignore[no-untyped-def]
    return an_actor(form.school, Role.HEAD, now=NOON)


def says(data: bytes) -> list[str]:
    return [f"{fault.where} {fault.says}" for fault in checked(data).faults]


def altered(data: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """The export with a member changed and packed again, as somebody would who knows how."""
    members = dict(unpack(data).members)
    assert old in members[member]
    return pack({**members, member: members[member].replace(old, new, 1)})


def test_an_export_proves_itself(form: Form9A) -> None:
    data = export_register(head_of(form))
    found = checked(data)
    assert found.faults == ()
    assert (found.school, found.scope) == ("Oakfield School", "school")
    assert (found.saves, found.marks, found.withheld, found.seals) == (3, 4, 0, 1)
    assert found.head == bytes(RegisterSave.objects.get(seq=3).hash).hex()
    with zipfile.ZipFile(BytesIO(data)) as container:
        assert container.testzip() is None, "any tool opens it"
        assert b"Check it with" in container.read("README.txt")


def test_the_same_record_and_moment_give_the_same_bytes(form: Form9A) -> None:
    assert export_register(head_of(form)) == export_register(head_of(form))


def test_any_flipped_byte_is_found(form: Form9A) -> None:
    data = export_register(head_of(form))
    chance = random.Random(10)
    for at in range(0, len(data), 5):
        flipped = bytearray(data)
        flipped[at] ^= 1 << chance.randrange(8)
        assert checked(bytes(flipped)).faults, f"byte {at} of {len(data)}"


def test_a_file_cut_short_or_lengthened_is_found(form: Form9A) -> None:
    data = export_register(head_of(form))
    assert says(data[:-1])
    assert says(data + b"\n")
    assert says(b"")
    assert says(b"PK\x03\x04")
    assert says(b"not a ZIP at all" * 9)


def test_the_first_broken_link_is_named(form: Form9A) -> None:
    data = export_register(head_of(form))
    found = says(altered(data, "saves.jsonl", b'"now":"N"', b'"now":"M"'))
    assert found[0] == "save 2026/1 was altered after it was made (taken, 2026-09-07 AM): its hash does not match"
    assert found[-1] == "the export was altered after it was signed, or signed with another key"


def test_a_missing_save_is_named(form: Form9A) -> None:
    data = export_register(head_of(form))
    members = dict(unpack(data).members)
    lines = members["saves.jsonl"].splitlines(keepends=True)
    cut = pack({**members, "saves.jsonl": lines[0] + lines[2]})
    assert says(cut)[0] == "save 2026/3 save 2026/2 is missing before it"
    short = pack({**members, "saves.jsonl": lines[0] + lines[1]})
    assert says(short)[0] == "the end of the chain is save 2026/2, not save 2026/3 as the manifest says"


def test_a_seal_cannot_be_moved_to_another_day(form: Form9A) -> None:
    data = export_register(head_of(form))
    found = says(altered(data, "seals.jsonl", b"2026-09-07", b"2026-09-08"))
    assert "seal of 2026-09-08 its signature is not from this school's key" in found


def test_a_key_under_a_false_name_is_no_key(form: Form9A) -> None:
    data = export_register(head_of(form))
    (key,) = checked(data).keys
    public = json.loads(unpack(data).members["register.json"])["keys"][key].encode()
    found = says(altered(data, "register.json", public, b"0" * 64))
    assert "seal of 2026-09-07 its signature is not from this school's key" in found


def test_an_entry_taken_out_without_a_disposal_is_named(form: Form9A) -> None:
    data = export_register(head_of(form))
    one = export_pupil(head_of(form), form.pupils[1].public_id)
    hidden = pack({**unpack(data).members, "saves.jsonl": unpack(one).members["saves.jsonl"]})
    found = says(hidden)
    assert "save 2026/1 entries were taken out of it without a record of disposal" in found


def test_an_entry_let_go_with_a_disposal_still_proves_the_rest(form: Form9A) -> None:
    row = RegisterSave.objects.get(seq=1)
    left = [{"x": leaf_hash(leaf).hex()} if leaf.get("now") == "/" else leaf for leaf in row.marks]
    with guards.disarmed():
        RegisterSave.objects.filter(pk=row.pk).update(marks=left)
    before = says(export_register(head_of(form)))
    assert before == ["save 2026/1 entries were taken out of it without a record of disposal"]
    Disposal.objects.create(
        school=form.school, save_row=row, leaves=[2], rule="REG-9", job="registers.let_go", at=form.actor.now
    )
    found = checked(export_register(head_of(form)))
    assert (found.faults, found.marks, found.withheld) == ((), 3, 1)


def test_one_pupils_marks_are_proved_without_showing_anothers(form: Form9A) -> None:
    first, second, third = (str(p.public_id) for p in form.pupils)
    data = export_pupil(head_of(form), form.pupils[0].public_id)
    found = checked(data)
    assert found.faults == ()
    assert (found.saves, found.marks, found.withheld, found.seals) == (3, 2, 1, 1)
    assert found.scope == f"pupil:{first}"
    text = data.decode("utf-8", "replace")
    assert first in text
    assert second not in text
    assert third not in text
    assert "Pupil01" not in text
    assert "Father rang" in text
    assert says(altered(data, "saves.jsonl", b'"now":"I"', b'"now":"M"'))[0].startswith("save 2026/3 was altered")


def test_a_part_of_the_record_says_where_it_begins(form: Form9A) -> None:
    later = an_actor(form.school, Role.HEAD, now=NOON + timedelta(days=1))
    amend_mark(
        later,
        pupil=str(form.pupils[1].public_id),
        facts=form.issue.facts(),
        code="L",
        reason="Came at 9:05",
        minutes=25,
        seen=1,
    )
    tuesday = MONDAY + timedelta(days=1)
    data = export_register(later, Period(tuesday, tuesday))
    found = checked(data)
    assert found.faults == ()
    assert (found.saves, found.marks, found.seals) == (1, 1, 1), "Monday's seal is of the save before"
    manifest = json.loads(unpack(data).members["register.json"])
    assert (manifest["before"]["seq"], manifest["after"]["seq"]) == (3, 4)


def test_who_may_export_and_that_it_is_noted(form: Form9A) -> None:
    reception = an_actor(form.school, Role.RECEPTION, now=NOON)
    with pytest.raises(NotAllowed):
        export_register(reception)
    with pytest.raises(NotAllowed):
        export_pupil(reception, form.pupils[0].public_id)
    elsewhere = an_actor(a_school("Elsewhere"), Role.HEAD, now=NOON)
    with pytest.raises(NotFound):
        export_pupil(elsewhere, form.pupils[0].public_id)
    with pytest.raises(Refused, match="nothing to export"):
        export_register(elsewhere)
    export_register(head_of(form))
    assert AccessEntry.objects.filter(what="export of the register").exists()


def test_the_command_needs_neither_django_nor_a_database(form: Form9A, tmp_path: Path) -> None:
    file = tmp_path / "register.zip"
    file.write_bytes(export_register(head_of(form)))
    look = (
        "import sys; from rollbook.config.cli import main; status = main(['verify', '--export', sys.argv[1]]); "
        "print(status, sorted(m for m in sys.modules if m.split('.')[0] in {'django', 'psycopg', 'sqlite3'}))"
    )

    def verify() -> list[str]:
        env = {"PATH": "/usr/bin:/bin", "ROLLBOOK_HOME": str(tmp_path / "no such home")}
        command = [sys.executable, "-c", look, str(file)]
        done = subprocess.run(command, capture_output=True, text=True, env=env, check=True, cwd=settings.BASE_DIR)
        return done.stdout.splitlines()

    *_, whole, status = verify()
    assert whole.startswith("This export is whole and untampered.")
    assert status == "0 []"
    file.write_bytes(altered(file.read_bytes(), "saves.jsonl", b'"now":"N"', b'"now":"M"'))
    said = verify()
    assert any(line.startswith("BROKEN save 2026/1 was altered") for line in said)
    assert said[-1] == "1 []"


def test_the_command_tells_it_as_data(form: Form9A, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "register.zip"
    file.write_bytes(export_register(head_of(form)))
    assert cli.main(["verify", "--export", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["good"], told["saves"], told["faults"]) == (True, 3, [])
    assert cli.main(["verify", "--export", str(tmp_path / "none.zip")]) == 2
    assert "cannot be read: No such file" in capsys.readouterr().err
    assert cli.main(["verify", "--export", str(file), "--school", "x"]) == 2


def test_exports_are_written_once_and_for_oneself_alone(
    form: Form9A, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "register.zip"
    command = ["export", "registers", str(file), "--school", form.school.slug]
    assert cli.main(command) == 0, capsys.readouterr().err
    assert file.stat().st_mode & 0o777 == 0o600
    assert checked(file.read_bytes()).faults == ()
    assert cli.main(command) == 2
    assert "is there already" in capsys.readouterr().err
    one = ["--pupil", str(form.pupils[0].public_id)]
    assert cli.main(["export", "registers", str(tmp_path / "one.zip"), "--school", form.school.slug, *one]) == 0
    assert cli.main(["export", "marks", str(tmp_path / "m.csv"), "--school", form.school.slug, *one]) == 2
    assert cli.main(["export", "marks", str(tmp_path / "m.csv"), "--school", "nowhere"]) == 2
    assert cli.main([*command, "--from", "2026-10-01", "--to", "2026-09-01"]) == 2


def test_pupils_go_out_and_come_back_unchanged(form: Form9A) -> None:
    a_pupil(form.school, group=form.group, forename="=2+5", surname="@Sum", upn="H801200001001")
    a_pupil(form.school, forename="Lúcia", surname="Ó Briain", last_day=date(2027, 7, 21))
    a_pupil(form.school, forename="Gone", last_day=date(2026, 9, 3))
    for n, pupil in enumerate(Pupil.objects.filter(school=form.school).order_by("id")):
        pupil.admission_number = f"{n:05}"
        pupil.save(update_fields=["admission_number"])
    office = an_actor(form.school, now=NOON)
    data = pupils_csv(office)
    assert data.startswith(b"\xef\xbb\xbfUPN,")
    assert b"'=2+5,,'@Sum" in data, "no cell is a formula"
    assert b"Gone" not in data
    found = review(office, start_import(office, name="pupils.csv", data=data))
    assert [(row.name, row.changes, row.says) for row in found.rows if row.verdict != "same"] == []
    assert (found.counts.new, found.counts.changed, found.counts.same, found.counts.left_out) == (0, 0, 5, 0)


def test_marks_go_out_and_come_back_unchanged(form: Form9A, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n, pupil in enumerate(form.pupils):
        pupil.mis_id = f"M{n}"
        pupil.save(update_fields=["mis_id"])
    office = an_actor(form.school, now=NOON)
    data = marks_csv(office)
    assert data.decode("utf-8-sig").splitlines()[1:] == [
        ",M0,,07/09/2026,AM,I,",
        ",M1,,07/09/2026,AM,/,",
        ",M2,,07/09/2026,AM,L,7",
    ]
    found = review_marks(office, name="marks.csv", data=data)
    assert (found.new, found.same, found.problems) == ((), 3, ())
    assert marks_csv(office, MONDAY + timedelta(days=1)).count(b"\n") == 1


def test_marks_are_imported_by_the_command(form: Form9A, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form.pupils[0].mis_id = "M0"
    form.pupils[0].save(update_fields=["mis_id"])
    file = tmp_path / "marks.csv"
    file.write_text("MIS ID,Date,Session,Mark\nM0,04/09/2026,AM,/\nM0,07/09/2026,AM,/\nM0,04/09/2026,PM,\\\n")
    command = ["import", "marks", str(file), "--school", form.school.slug]
    before = Mark.objects.count()
    assert cli.main(command) == 1
    said = capsys.readouterr().out
    assert "2 new marks in 2 sessions, 0 same, 1 left out" in said
    assert "stands as I here" in said
    assert Mark.objects.count() == before
    assert cli.main([*command, "--commit", "--whole"]) == 2
    assert Mark.objects.count() == before
    assert cli.main([*command, "--commit"]) == 1
    assert Mark.objects.count() == before + 2
    assert cli.main([*command, "--commit"]) == 1
    assert "Nothing was changed." in capsys.readouterr().out


def test_the_month_is_copied_once(form: Form9A, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    september = an_actor(form.school, now=NOON, permissions=frozenset(Permission))
    jobs.monthly_copy(september)
    assert list(tmp_path.iterdir()) == [], "nothing was entered in August"
    october = an_actor(form.school, now=datetime(2026, 10, 1, 0, 20, tzinfo=UTC), permissions=frozenset(Permission))
    jobs.monthly_copy(october)
    (file,) = (tmp_path / "copies" / form.school.slug).iterdir()
    assert file.name == "2026-09.zip"
    assert file.stat().st_mode & 0o777 == 0o600
    found = checked(file.read_bytes())
    assert (found.faults, found.saves) == ((), 3)
    written = file.stat().st_mtime_ns
    jobs.monthly_copy(october)
    assert file.stat().st_mtime_ns == written
    assert "registers.monthly_copy" in {entry.job for entry in jobs_of_the_day()}
