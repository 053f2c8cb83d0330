"""A bundle for one parent: what is in it, in which order, and that nothing in it says where the other one lives."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from rollbook.evidence.queries.gathering import gathered
from rollbook.files.queries import read_file
from rollbook.rules.exhibits import ExhibitKind
from tests.evidence.court import BETRAYS, a_court, insides, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def test_a_bundle_has_its_exhibits_in_order_and_every_page_its_number() -> None:
    court = a_court()
    placed = gathered(court.manager, court.page()).placed
    assert [one.exhibit.kind for one in placed if one.is_in] == [
        ExhibitKind.STATEMENT,
        ExhibitKind.CERTIFICATE,
        ExhibitKind.YEAR,
        ExhibitKind.REGISTER,
        ExhibitKind.CHRONOLOGY,
        ExhibitKind.LETTER,
        ExhibitKind.MESSAGES,
        ExhibitKind.EQUALITY,
    ]
    version = court.made()
    kept = read_file(court.manager, version.document)
    assert (version.number, version.sha256) == (1, hashlib.sha256(kept.data).hexdigest())
    Path("/tmp/court.pdf").write_bytes(kept.data)
    reader = PdfReader(io.BytesIO(kept.data))
    assert len(reader.pages) == version.pages
    for number, page in enumerate(reader.pages, start=1):
        assert f"{number} of {version.pages}" in page.extract_text()
    assert [one["/Title"] for one in reader.outline][:3] == [
        "Index",
        "Witness statement",
        "Exhibit 1  Certificate of attendance",
    ]


def test_nothing_in_it_says_where_the_other_parent_lives() -> None:
    court = a_court()
    document = court.document()
    for words in BETRAYS:
        assert words not in said(document)
        assert words not in insides(document)
    assert "14larchgrove" in said(document)  # the parent's own letter is as it was sent
