"""REG-L, as the office would tell it: the council asks for a pupil's register, and whether anybody has touched it."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.urls import reverse

from rollbook.audit.models import AccessEntry
from rollbook.config import cli
from rollbook.registers.actions import seal_day
from rollbook.registers.queries.fingerprints import seals
from rollbook.rules.access import Role
from tests.builders import a_role, a_user, an_actor
from tests.registers.classroom import At, Classroom
from tests.registers.test_views_marks import AFTER_CLOSE, amended, room_with_n

pytestmark = pytest.mark.django_db
PERIOD = {"from": "2026-09-01", "to": "2026-09-07"}


@pytest.fixture
def room() -> Classroom:
    """On Monday Tolu Abiodun was N; the office made it I when the mother rang. At night the day was sealed."""
    room = room_with_n()
    assert amended(room, At(room.officer, AFTER_CLOSE), code="I", reason="Mother rang at 10:40").status_code == 303
    seal_day(an_actor(room.school, Role.HEAD, now=AFTER_CLOSE), day=AFTER_CLOSE.date())
    return room


def the_head(room: Classroom) -> At:
    user = a_user("Dr Bright")
    a_role(user, room.school, Role.HEAD)
    return At(user, AFTER_CLOSE)


def url(room: Classroom, name: str, n: int = 0) -> str:
    return reverse(name, kwargs={"school": room.school.slug, "pupil": room.pupils[n].public_id})


def words(data: bytes) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("No pdftotext here (Debian: apt-get install poppler-utils).")
    done = subprocess.run([tool, "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_head_signs_a_certificate_that_says_what_the_screen_says(room: Classroom) -> None:
    head = the_head(room)
    paper = words(head.get(url(room, "registers:certificate"), **PERIOD).content)
    screen = " ".join(re.sub(r"<[^>]+>", " ", head.get(url(room, "home:attendance")).content.decode()).split())

    assert "Tolu Abiodun" in paper
    assert "1 0 1 0 0.0 % Possible sessions Attended Authorised absence Unauthorised absence" in paper
    assert "0.0 %" in screen
    assert "1 of 1 possible" in screen
    assert "I Illness (not an appointment) Authorised absence 1" in paper
    assert "I certify that the above is a true extract" in paper


def test_what_was_there_before_stands_beside_what_is_there_now(room: Classroom) -> None:
    paper = words(the_head(room).get(url(room, "registers:certificate"), **PERIOD).content)
    assert "Mon 7 Sep 2026, AM N I Mother rang at 10:40" in paper
    assert "A. Osei, Attendance" in paper


def test_the_council_gets_the_same_as_a_table(room: Classroom) -> None:
    answer = the_head(room).get(url(room, "registers:certificate-csv"), **PERIOD)
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["Mark"], row["First entry"], row["Amended by"]) == ("I", "N", "A. Osei, Attendance administrator")


def test_it_is_written_down_who_took_it(room: Classroom) -> None:
    the_head(room).get(url(room, "registers:certificate"), **PERIOD)
    noted = AccessEntry.objects.latest("id")
    assert (noted.by_name, noted.what) == ("Dr Bright", "certificate of attendance")
    assert noted.subject == f"pupil:{room.pupils[0].public_id}"


def test_the_court_proves_one_child_without_seeing_another(
    room: Classroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tolu, yusuf = (str(pupil.public_id) for pupil in room.pupils)
    file = tmp_path / "register.zip"
    assert cli.main(["export", "registers", str(file), "--school", room.school.slug, "--pupil", tolu]) == 0
    assert yusuf not in file.read_bytes().decode("utf-8", "replace")
    capsys.readouterr()

    assert cli.main(["verify", "--export", str(file)]) == 0
    said = capsys.readouterr().out
    assert "2 saves, 2 marks shown, 1 others withheld, 1 seals checked." in said
    printed = seals(an_actor(room.school, Role.HEAD, now=AFTER_CLOSE))[0]
    assert printed.key_id in said
    assert printed.head in said, "the fingerprint is the one that the head printed"

    file.write_bytes(file.read_bytes().replace(b'"now":"N"', b'"now":"M"'))
    assert cli.main(["verify", "--export", str(file)]) == 1
    assert "BROKEN save 2026/1 was altered after it was made" in capsys.readouterr().out
