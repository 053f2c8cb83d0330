"""Signed minutes are a file with a hash and the figures as they stood; nothing of them changes again (MTG-2)."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from rollbook.files.queries import read_file
from rollbook.meetings.actions import (
    add_action_point,
    begin_correction,
    decide,
    fill_pack,
    keep_minutes,
    sign_and_freeze,
)
from rollbook.meetings.actions.signing import keep_signed
from rollbook.meetings.models import SignedCopy, SignedFile
from rollbook.meetings.queries import meeting
from rollbook.meetings.queries.freezing import to_sign
from rollbook.rules.refused import Refused
from tests.meetings.room import AFTERWARDS, THURSDAY, MeetingRoom

pytestmark = pytest.mark.django_db


def pages_of(data: bytes) -> str:
    return " ".join(" ".join((page.extract_text() or "").split()) for page in PdfReader(io.BytesIO(data)).pages)


def test_a_signed_copy_has_what_was_said_and_the_figures_as_they_stood() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(AFTERWARDS)
    room.marks(room.tolu, ("2026-11-16", "//"), ("2026-11-17", "/O"), ("2026-11-18", "OO"))
    keep_minutes(office, meeting=made, words="The bus comes late.\n\nTolu wants to come.", version=0)
    decide(office, meeting=made, choice="review", reason="To see whether the other bus helps")
    due = AFTERWARDS.date() + timedelta(days=7)
    add_action_point(office, meeting=made, says="Ring the bus company", due=due, owner=room.tutor.pk)
    digest = sign_and_freeze(office, meeting=made)

    (copy,) = meeting(office, made).copies
    (file,) = copy.files
    kept = read_file(office, file.file)
    assert file.sha256 == digest == hashlib.sha256(kept.data).hexdigest()
    said = pages_of(kept.data)
    for words in (
        "The bus comes late.", "Look at it again at a further meeting", "To see whether the other bus helps",
        "Ring the bus company", "Mr Dhillon", "50.0 %", "3 of 6, 3 of them unauthorised", "Signed by A. Osei",
    ):  # fmt: skip
        assert words in said, words

    room.marks(room.tolu, ("2026-11-18", "II"))
    (again,) = meeting(office, made).copies
    assert again.files == copy.files


def test_after_signing_nothing_changes() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(AFTERWARDS)
    keep_minutes(office, meeting=made, words="x", version=0)
    sign_and_freeze(office, meeting=made)
    for act in (
        lambda: keep_minutes(office, meeting=made, words="y", version=1),
        lambda: decide(office, meeting=made, choice="close", reason="y"),
        lambda: sign_and_freeze(office, meeting=made),
    ):
        with pytest.raises(Refused, match="signed and do not change") as refused:
            act()
        assert refused.value.rule == "MTG-2"
    for table in (SignedCopy, SignedFile):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.update(school_id=room.school.pk)


def test_minutes_are_signed_only_when_there_is_something_to_sign() -> None:
    room = MeetingRoom()
    made = room.called()
    with pytest.raises(Refused, match="has not begun"):
        sign_and_freeze(room.office(), meeting=made)
    with pytest.raises(Refused, match="Nothing is written"):
        sign_and_freeze(room.office(AFTERWARDS), meeting=made)


def test_who_wrote_while_it_was_drawn_is_read_first() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(AFTERWARDS)
    keep_minutes(office, meeting=made, words="x", version=0)
    sheet = to_sign(office, made)
    keep_minutes(office, meeting=made, words="x, and more", version=1)
    with pytest.raises(Refused, match="while they were drawn"):
        keep_signed(office, meeting=made, sheet=sheet, drawn=())


def test_a_correction_is_a_new_edition_that_names_the_old() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(AFTERWARDS)
    keep_minutes(office, meeting=made, words="The bus comes at eight.", version=0)
    with pytest.raises(Refused, match="not signed yet"):
        begin_correction(office, meeting=made, why="Wrong time")
    sign_and_freeze(office, meeting=made)
    with pytest.raises(Refused, match="what was wrong"):
        begin_correction(office, meeting=made, why=" ")
    assert begin_correction(office, meeting=made, why="The time of the bus was wrong") == 2
    page = meeting(office, made)
    assert (page.minute().words, page.minute().version, page.is_open) == ("The bus comes at eight.", 1, True)
    keep_minutes(office, meeting=made, words="The bus comes at nine.", version=1)
    sign_and_freeze(office, meeting=made)

    new, old = meeting(office, made).copies
    assert ((new.edition, new.why), (old.edition, old.why)) == ((2, "The time of the bus was wrong"), (1, ""))
    said = pages_of(read_file(office, new.files[0].file).data)
    assert "Edition 1 of these minutes, which stands as it was signed. The time of the bus was wrong" in said
    assert "eight" in pages_of(read_file(office, old.files[0].file).data)


def test_of_a_meeting_about_many_each_pupil_has_a_file_that_names_nobody_else() -> None:
    room = MeetingRoom()
    bisi = room.pupil("Bisi", "Zarate")
    made, office = room.called(room.tolu, bisi, kind="targeting"), room.office(AFTERWARDS)
    fill_pack(office, meeting=made, pupil=bisi.pk, done="Three home visits", asked="A family worker")
    keep_minutes(office, meeting=made, words="Both families know each other.", version=0)
    keep_minutes(office, meeting=made, words="Bisi moves to another flat.", version=0, pupil=bisi.pk)
    decide(office, meeting=made, choice="joint", reason="A visit together", pupil=bisi.pk)
    sign_and_freeze(office, meeting=made)

    files = {one.pupil: pages_of(read_file(office, one.file).data) for one in meeting(office, made).copies[0].files}
    assert set(files) == {None, room.tolu.pk, bisi.pk}
    assert "Zarate" in files[None]
    assert "Abiodun" in files[None]
    assert "Zarate" not in files[room.tolu.pk]
    assert "flat" not in files[room.tolu.pk]
    alone = files[bisi.pk]
    assert "Abiodun" not in alone
    assert "know each other" not in alone
    for words in ("A family worker", "Three home visits", "another flat", "School and authority work together"):
        assert words in alone


def test_a_long_text_and_markup_are_drawn_as_they_were_typed() -> None:
    room = MeetingRoom()
    made, office = room.called(), room.office(AFTERWARDS)
    words = "#set page(width: 1cm) *not bold* $x$ \\ " + "x" * 300 + "\n" * 3 + "line\n" * 200
    keep_minutes(office, meeting=made, words=words, version=0)
    sign_and_freeze(office, meeting=made)
    said = pages_of(read_file(office, meeting(office, made).copies[0].files[0].file).data)
    assert "#set page(width: 1cm) *not bold* $x$ \\" in said
    assert THURSDAY.strftime("%Y") in said
