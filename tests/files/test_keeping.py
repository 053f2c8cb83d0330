"""Kept files: checked by content, encrypted beside the database, opened only by whom they are for."""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AccessEntry, AuditEntry
from rollbook.files import actions, models, queries
from rollbook.formats.refusals import FileRefused
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor, system_actor
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from tests.builders import A_MORNING, a_pupil, a_role, a_school, a_user, an_actor

pytestmark = pytest.mark.django_db

NOTE = b"%PDF-1.7 Dr Patel writes that Tolu had an appointment."


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def an_office() -> Actor:
    return an_actor(a_school())


def keep(
    actor: Actor, data: bytes = NOTE, name: str = "Dr Patel about Tolu.pdf", pupils: tuple[int, ...] = ()
) -> uuid.UUID:
    return actions.keep_file(actor, name=name, data=data, kind="evidence", pupils=pupils)


def on_disk() -> list[Path]:
    return sorted(Path(settings.MEDIA_ROOT).rglob("*.kept"))


def test_a_file_comes_back_as_it_was_taken_in_and_its_opening_is_noted() -> None:
    office = an_office()
    file = keep(office)

    assert queries.read_file(office, file) == queries.KeptFile("Dr Patel about Tolu.pdf", "application/pdf", NOTE)
    assert [(e.what, e.subject) for e in AccessEntry.objects.all()] == [("file: evidence", f"file:{file}")]
    assert "Patel" not in str([entry.detail for entry in AuditEntry.objects.all()])


def test_neither_its_words_nor_its_name_lie_open_on_the_disk_or_in_the_database() -> None:
    office = an_office()
    keep(office)

    (path,) = on_disk()
    assert b"Patel" not in path.read_bytes()
    assert "Patel" not in str(path)
    assert path.stat().st_mode & 0o077 == 0
    row = models.KeptFile.objects.get()
    assert b"Patel" not in bytes(row.name)


def test_bytes_that_somebody_has_touched_are_not_handed_out() -> None:
    office = an_office()
    file = keep(office)
    (path,) = on_disk()
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    with pytest.raises(Exception) as wrong:  # whatever the cipher raises
        queries.read_file(office, file)
    assert type(wrong.value).__name__ == "InvalidTag"


def test_a_file_that_is_gone_from_the_disk_says_where_it_may_be() -> None:
    office = an_office()
    file = keep(office)
    on_disk()[0].unlink()

    with pytest.raises(Refused, match="put back from the backup"):
        queries.read_file(office, file)


def test_another_schools_file_does_not_exist() -> None:
    theirs, ours = an_office(), an_office()
    file = keep(theirs)

    with pytest.raises(NotFound):
        queries.read_file(ours, file)
    assert queries.file_lines(ours, [file]) == {}
    with pytest.raises(NotFound):
        keep(ours, pupils=(a_pupil(a_school()).pk,))


def test_a_kind_is_opened_by_those_for_whom_it_is() -> None:
    school = a_school()
    file = keep(an_actor(school))

    reception = an_actor(school, Role.RECEPTION)
    with pytest.raises(NotAllowed):
        queries.read_file(reception, file)
    assert queries.file_lines(reception, [file]) == {}
    with pytest.raises(ValueError, match=r"files\.kinds"):
        actions.keep_file(reception, name="a.txt", data=b"a", kind="secrets", pupils=())


def test_what_is_kept_never_changes() -> None:
    keep(an_office())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        models.KeptFile.objects.update(sha256="0" * 64)


def test_the_files_about_a_pupil_are_asked_for_in_two_statements() -> None:
    school = a_school()
    office, pupil = an_actor(school), a_pupil(school)
    files = [keep(office, pupils=(pupil.pk,), name=f"{n}.pdf") for n in range(3)]
    later = keep(office, name="later.pdf")
    actions.say_whom_about(office, file=later, pupils=(pupil.pk,))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = queries.files_about(office, pupil.pk)
    assert [line.public_id for line in found] == [later, *reversed(files)]
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("scan.pdf", b"", "is empty"),
        ("scan.pdf", b"MZ\x90\x00", "not a kind of file"),
        ("page.html", b"<script>alert(1)</script>", "not a kind of file"),
        ("crest.svg", b"<svg onload='x()'/>", "not a kind of file"),
        ("run.sh", b"#!/bin/sh\nrm -rf /\n", "not a kind of file"),
        ("film.mp4", b"\x00\x00\x00\x18ftypisom", "not a kind of file"),
        ("note.txt", b"null \x00 byte", "not a kind of file"),
        ("large.pdf", b"%PDF-" + bytes(actions.LARGEST), "20 MB at most"),
    ],
)
def test_what_is_not_kept_is_refused_with_a_sentence(name: str, data: bytes, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        keep(an_office(), data=data, name=name)
    assert on_disk() == []


def test_an_act_that_is_undone_leaves_a_stray_that_the_night_clears() -> None:
    office = an_office()
    file = keep(office)
    with transaction.atomic():
        keep(office)
        transaction.set_rollback(True)
    kept, stray = sorted(on_disk(), key=lambda path: path.stem != str(file))
    rollbook = system_actor(office.school, A_MORNING)
    assert actions.clear_strays(rollbook) == 0

    old = (A_MORNING - timedelta(days=2)).timestamp()
    for path in (kept, stray):
        os.utime(path, (old, old))
    assert actions.clear_strays(rollbook) == 1
    assert on_disk() == [kept]


def test_a_download_is_an_attachment_that_nothing_can_run() -> None:
    school, user = a_school(), a_user()
    a_role(user, school)
    file = keep(an_actor(school), name='no"te\r\n<b>.pdf')
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.get(f"/s/{school.slug}/files/{file}/")

    assert (answer.status_code, answer.content) == (200, NOTE)
    assert answer["Content-Disposition"] == 'attachment; filename="no_te___b_.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert client.get(f"/s/{a_school().slug}/files/{file}/").status_code == 404
