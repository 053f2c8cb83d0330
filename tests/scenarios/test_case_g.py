"""CASE-G: a bundle for the parent who is prosecuted, from the pupil's page to what the court reads.

Tolu's mother is to be prosecuted. Her father lives elsewhere and has told the school where, in a letter that
the mother must not read. The attendance manager makes the bundle; later a mark is put right, and the school
knows at once what in the bundle no longer holds.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from rollbook.evidence.models import BundleVersion
from rollbook.rules.access import Role
from tests.evidence.court import BETRAYS, a_court, insides, said
from tests.evidence.papers import a_letter, loaded
from tests.evidence.test_chronology import amend_mark_of
from tests.evidence.test_screens import Desk

pytestmark = pytest.mark.django_db


def test_from_the_pupils_page_to_what_the_court_reads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    court = a_court(letters=2)
    desk = Desk(court, Role.HEAD)

    # The head begins on the pupil's history, where the bundle is one press away, and reads what is in it.
    history = reverse("home:history", kwargs={"school": court.school.slug, "pupil": court.pupil.public_id})
    assert "Evidence bundle" in desk.at.get(history).content.decode()
    shown = desk.bundle()
    for words in ("Witness statement", "Certificate of attendance", "Register extract", "Letter: General letter"):
        assert words in shown
    assert "Addressed to Mr Bola Abiodun, not to this parent" in shown

    # The father's letter is enclosed. It says where he lives, and the bundle is not made while it does.
    letter = loaded(a_letter("I collect Tolu from *The Mill, 3 Quarry Lane*.", "She was not ill that week."))
    desk.send("enclose", {"file": SimpleUploadedFile("Letter of 3 October.pdf", letter, "application/pdf")})
    assert desk.send("make", {}).status_code == 422
    assert not BundleVersion.objects.exists()
    desk.send("look", {"key": court.page().choices.files[0].key, "act": "cover"})

    # The witness is named, another child's name comes off, the exhibits are put in order.
    witness = {"name": "Helen Okonkwo", "occupation": "Headteacher", "age": "Over 18", "kinds": ["letter", "message"]}
    desk.send("witness", witness)
    desk.send("words", {"words": "Fairweather"})
    desk.send("arrange", {"key": "chronology", "act": "up"})
    assert desk.send("make", {}).status_code == 303

    # One PDF: an index whose lines lead to their pages, a number on every page, gaps marked, nobody betrayed.
    version = BundleVersion.objects.get()
    download = reverse("files:download", kwargs={"school": court.school.slug, "file": version.document})
    document = desk.at.get(download).content
    assert hashlib.sha256(document).hexdigest() == version.document_sha256
    reader = PdfReader(io.BytesIO(document))
    index = reader.pages[0].extract_text()
    assert "still to be completed" in index
    targets = [one.get_object()["/Dest"] for one in reader.pages[0]["/Annots"]]
    assert len(targets) >= 10
    titles = [one["/Title"] for one in reader.outline]
    assert titles[:4] == [
        "Index",
        "Witness statement",
        "HO/1  Certificate of attendance",
        "HO/2  The year, week by week",
    ]
    assert "the school wrote the letter" in reader.pages[1].extract_text().replace("\n", " ")
    for words in BETRAYS:
        assert words not in said(document)
        assert words not in insides(document)
    assert "shewasnotill" in said(document)

    # The same facts as CSV, fixed by their own hash.
    data = desk.at.get(reverse("files:download", kwargs={"school": court.school.slug, "file": version.data})).content
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.namelist() == ["sessions.csv", "chronology.csv", "index.csv"]
        assert b"01/09/2026,AM,/" in packed.read("sessions.csv")

    # A mark is put right afterwards: the bundle says so, stays as it was, and is made anew as another version.
    amend_mark_of(court)
    assert "Tue 1 Sep 2026, AM: / is now I" in desk.bundle()
    assert desk.at.get(download).content == document
    desk.send("make", {})
    assert [one.number for one in BundleVersion.objects.order_by("number")] == [1, 2]
    assert desk.bundle().count("is now I") == 1


def test_a_bundle_for_each_parent_and_a_shared_address_is_nobodys_secret(settings: Any, tmp_path: Path) -> None:
    """Two parents of the same surname: at one address nothing is barred; the bundle for him shows nothing of hers."""
    settings.MEDIA_ROOT = tmp_path / "files"
    court = a_court(letters=1)
    for_him = a_court(letters=1, of="father")
    assert "quarrylane" in said(for_him.document())
    for words in ("larchgrove", "ab13ef", "7700900123"):
        assert words not in said(for_him.document())
    together = a_court(letters=1, apart=False)
    document = said(together.document())
    assert "larchgrove" in document
    assert "larchgrove" in said(court.document())
