"""A school that writes letters: homes, pupils, what the office knows of them, and how a page is read."""

from __future__ import annotations

import shutil
import subprocess
import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from rollbook.comms import actions
from rollbook.comms.actions.drawing import draw_letters
from rollbook.comms.actions.letters import Written
from rollbook.comms.models import LetterRun
from rollbook.files.queries import read_file
from rollbook.pupils.models import Contact, Pupil, PupilContact
from rollbook.rules.actor import Actor
from rollbook.schools.models import School

A_CREST = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f0001040100"
    "5fe5c34b0000000049454e44ae426082"
)


def a_home(
    school: School, *pupils: Pupil, name: str = "Ada", title: str = "Ms", at: str = "14 Larch Grove\nOakfield",
    postcode: str = "AB1 3EF", priority: int = 1, **link: Any,
) -> Contact:  # fmt: skip
    """Somebody with parental responsibility who lives there."""
    contact = Contact.objects.create(
        school=school, title=title, forename=name, surname="Abiodun", address_lines=at, postcode=postcode
    )
    given: dict[str, Any] = {"parental_responsibility": True} | link
    for pupil in pupils:
        PupilContact.objects.create(
            school=school, pupil=pupil, contact=contact, priority=priority, relationship="PAM", **given
        )
    return contact


def write(
    office: Actor, *pupils: Pupil, template: str = "general", typed: Mapping[str, str] | None = None, **more: Any
) -> Written:
    given: dict[str, Any] = {
        "purpose": "to-families",
        "slot": str(uuid.uuid4()),
        "typed": {"message": "School begins at 8:40."} if typed is None else typed,
    } | more
    return actions.write_letters(office, template=template, pupils=[pupil.pk for pupil in pupils], **given)


def printed(office: Actor, written: Written) -> bytes:
    """The file that is printed, drawn as the worker draws it."""
    assert written.run is not None
    draw_letters(office, written.run)
    row = LetterRun.objects.get(public_id=written.run)
    assert row.file is not None
    return read_file(office, row.file).data


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, as poppler reads them."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("No pdftotext here (Debian: apt-get install poppler-utils).")
    said = subprocess.run([tool, "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return said.stdout.decode().split("\f")[:-1]
