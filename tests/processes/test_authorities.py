"""What goes to a local authority: field by field, and as its own form in PDF, Word and CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.urls import reverse

from rollbook.cases.actions import open_case
from rollbook.processes.profiles import authorities, authority_of
from rollbook.pupils.models import Contact
from tests.comms.letter_room import a_home
from tests.registers.classroom import At, Classroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.HOME = tmp_path
    (tmp_path / "authorities").mkdir()
    return tmp_path / "authorities"


def test_the_school_has_its_own_authority_or_the_one_that_fits_any(home: Path) -> None:
    room = Classroom(size=1)
    assert authority_of(room.actor).key == "any"
    (home / "ours.toml").write_text('name = "Our own council"\nla_number = "380"\n', encoding="utf-8")
    assert authority_of(room.actor).name == "Our own council"
    assert set(authorities()) == {"any", "example-county", "example-city", "example-borough", "ours"}


def test_a_request_names_one_parent_and_never_the_other(home: Path) -> None:
    room = Classroom(size=1)
    mother = a_home(room.school, room.pupils[0], at="1 Mill Lane\nExampleton")
    a_home(room.school, room.pupils[0], name="Femi", at="9 Secret Street\nElsewhere", priority=2)
    case = open_case(
        room.actor, process="penalty_notice", pupil=room.pupils[0].pk, contact=mother.pk, why="Ten sessions"
    )
    at, place = At(room.officer), {"school": room.school.slug, "sending": case}
    page = at.get(reverse("processes:return", kwargs=place)).content.decode()
    assert "1 Mill Lane" in page
    assert "not held" in page
    county = at.get(reverse("processes:return", kwargs=place) + "?authority=example-county").content.decode()
    assert "AF7: request to consider a penalty notice" in county
    for kind, read in (("pdf", _pdf), ("docx", _docx), ("csv", _csv)):
        text = read(at.get(reverse("processes:return-file", kwargs={**place, "file_kind": kind})).content)
        assert "1 Mill Lane" in text, kind
        assert "Secret Street" not in text, kind
        assert "Femi" not in text, kind
    refused = at.get(
        reverse("processes:return-file", kwargs={**place, "file_kind": "csv"}) + "?authority=example-county"
    )
    assert refused.status_code == 404
    assert Contact.objects.filter(school=room.school).count() == 2


def _pdf(data: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def _docx(data: bytes) -> str:
    from docx import Document

    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(one.text for one in document.paragraphs)])


def _csv(data: bytes) -> str:
    labels, values = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert len(labels) == len(values)
    return "\n".join(values)
