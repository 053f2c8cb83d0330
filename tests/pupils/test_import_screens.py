"""The import screens and the command: upload, review, decide, commit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.config import cli
from rollbook.pupils import actions
from rollbook.pupils.models import ImportRun, Pupil
from rollbook.rules.access import Role
from rollbook.schools.models import School
from tests.builders import a_role, a_school, a_user, an_actor
from tests.formats.files import xlsx_of
from tests.pupils.exports import SIMS, Child, Row, as_csv, sims, sims_csv

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_september() -> Iterator[None]:
    with time_machine.travel("2026-09-07T08:45:00+01:00", tick=False):
        yield


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def office(client: Client, school: School) -> Client:
    return signed_in(client, school, Role.DATA_MANAGER)


def signed_in(client: Client, school: School, role: Role) -> Client:
    user = a_user()
    a_role(user, school, role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(school: School, name: str, run: UUID | None = None) -> str:
    kwargs = {"school": school.slug} if run is None else {"school": school.slug, "run": run}
    return reverse(f"pupils:{name}", kwargs=kwargs)


def upload(office: Client, school: School, data: bytes, name: str = "pupils.csv") -> HttpResponse:
    file = SimpleUploadedFile(name, data)
    return office.post(url(school, "import"), {"kind": "pupils", "file": file}, follow=True)  # type: ignore[return-value]


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def one(n: int, **more: str) -> Row:
    return {**sims([n])[0], **more}


def test_a_file_goes_from_upload_to_result(office: Client, school: School) -> None:
    answer = upload(office, school, sims_csv(range(3)))
    assert "Import 3 new pupils" in text(answer)
    assert Child(1).surname.replace("'", "&#x27;") in text(answer)
    assert Pupil.objects.count() == 0
    run = ImportRun.objects.get().public_id
    answer = office.post(url(school, "commit", run), follow=True)  # type: ignore[assignment]
    assert "New pupils" in text(answer)
    assert Pupil.objects.count() == 3
    assert "3 new, 0 changed, 0 same" in text(office.get(url(school, "import")))  # type: ignore[arg-type]


def test_changes_are_shown_with_both_values(office: Client, school: School) -> None:
    actor = an_actor(school)
    actions.commit_import(actor, run=actions.start_import(actor, name="a.csv", data=sims_csv(range(3))))
    answer = upload(office, school, as_csv([one(1, House="Curie"), one(4)], SIMS))
    assert "Import 1 new pupil, change 1" in text(answer)
    run = ImportRun.objects.get(state="waiting").public_id
    changed = text(office.get(url(school, "review", run), {"show": "changed"}))  # type: ignore[arg-type]
    assert "House: <del><bdi>Brunel</bdi></del> → <ins><bdi>Curie</bdi></ins>" in changed
    same = text(office.get(url(school, "review", run), {"show": "same"}))  # type: ignore[arg-type]
    assert "There is no such row" in same


def test_a_question_is_answered_on_the_page(office: Client, school: School) -> None:
    actor = an_actor(school)
    first = as_csv([one(1, UPN="", Adno="")], SIMS)
    actions.commit_import(actor, run=actions.start_import(actor, name="a.csv", data=first))
    held = Pupil.objects.get()
    answer = upload(office, school, as_csv([one(1, Adno="")], SIMS))
    assert "Same child" in text(answer)
    assert "Another child" in text(answer)
    assert str(held.public_id) in text(answer)
    run = ImportRun.objects.get(state="waiting").public_id
    decide = url(school, "decide", run)
    answer = office.post(decide, {"row": "2", "choice": "skip"}, follow=True)  # type: ignore[assignment]
    assert "Left out, as decided." in text(answer)
    assert 'name="choice" value=""' in text(answer)
    office.post(decide, {"row": "2", "choice": ""})
    answer = office.post(decide, {"row": "2", "choice": str(held.public_id)}, follow=True)  # type: ignore[assignment]
    assert "Nothing is left to decide." in text(answer)
    office.post(url(school, "commit", run))
    held.refresh_from_db()
    assert held.upn == Child(1).upn


def test_a_file_that_cannot_be_read_is_an_error_beside_the_field(office: Client, school: School) -> None:
    answer = upload(office, school, b"%PDF-1.7", "pupils.csv")
    assert answer.status_code == 422
    assert "Error:" in text(answer)
    assert ImportRun.objects.count() == 0
    assert office.post(url(school, "import"), {"kind": "pupils"}).status_code == 422


def test_all_or_nothing_is_refused_with_its_rows(office: Client, school: School) -> None:
    upload(office, school, as_csv([one(1), one(3, Sex="")], SIMS))
    run = ImportRun.objects.get().public_id
    answer = office.post(url(school, "commit", run), {"whole": "1"})
    assert answer.status_code == 422
    assert "row 3" in answer.content.decode()
    assert Pupil.objects.count() == 0


def test_names_in_a_file_are_text_on_the_page(office: Client, school: School) -> None:
    nasty = {"Legal Surname": "<script>alert(1)</script>", "Legal Forename": "عبد"}
    answer = upload(office, school, as_csv([one(1, **nasty)], SIMS))
    assert "<script>alert(1)" not in text(answer)
    assert "&lt;script&gt;" in text(answer)
    assert "<bdi>عبد" in text(answer)


def test_the_pages_are_not_for_a_teacher(client: Client, school: School) -> None:
    signed_in(client, school, Role.TEACHER)
    run = actions.start_import(an_actor(school), name="a.csv", data=sims_csv([1]))
    for name in ("review", "decide", "commit", "imported"):
        assert client.get(url(school, name, run)).status_code == 403
    assert client.get(url(school, "import")).status_code == 403


def test_an_upload_of_another_school_is_not_found(office: Client, school: School) -> None:
    theirs = actions.start_import(an_actor(a_school()), name="a.csv", data=sims_csv([1]))
    for run in (theirs, uuid4()):
        for name in ("review", "decide", "commit", "imported"):
            assert office.get(url(school, name, run)).status_code == 404
            assert office.post(url(school, name, run)).status_code == 404


def test_a_review_page_asks_the_same_for_any_number_of_rows(office: Client, school: School) -> None:
    def asked(n: int) -> int:
        run = actions.start_import(an_actor(school), name="x.csv", data=sims_csv(range(n)))
        with CaptureQueriesContext(connection) as caught:
            assert office.get(url(school, "review", run)).status_code == 200
        return len(caught)

    office.get(url(school, "import"))
    assert asked(3) == asked(60)


def test_the_command_reviews_and_then_imports(
    school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = tuple(SIMS)
    rows = [[row[name] for name in headers] for row in sims(range(4))]
    file = tmp_path / "pupils.xlsx"
    file.write_bytes(xlsx_of(headers, *rows))
    assert cli.main(["import", "pupils", str(file), "--school", school.slug]) == 0
    assert "4 new, 0 changed, 0 same" in capsys.readouterr().out
    assert Pupil.objects.count() == 0
    assert cli.main(["import", "pupils", str(file), "--school", school.slug, "--commit"]) == 0
    assert Pupil.objects.count() == 4
    assert cli.main(["import", "pupils", str(file), "--school", school.slug]) == 0
    assert "0 new, 0 changed, 4 same" in capsys.readouterr().out


def test_the_command_says_which_rows_were_left_out(
    school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pupils.csv"
    file.write_bytes(as_csv([one(1), one(3, Sex="")], SIMS))
    assert cli.main(["import", "pupils", str(file), "--school", school.slug, "--commit"]) == 1
    assert "row 3, sex (F or M)" in capsys.readouterr().out
    assert Pupil.objects.count() == 1
    assert cli.main(["import", "pupils", str(tmp_path / "none.csv"), "--school", school.slug]) == 2
    assert cli.main(["import", "pupils", str(file), "--school", "nowhere"]) == 2
