"""What is kept beside the saves, amendments and notes, compared with what their leaves say (REG-7, COD-6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import TypeVar

from cryptography.exceptions import InvalidTag

from rollbook.audit.keys import decrypt
from rollbook.registers.models import Amendment, Disposal, LessonNote, MarkDetail, RegisterSave
from rollbook.registers.notes import detail_place, lesson_place
from rollbook.rules.actor import Actor
from rollbook.rules.chain import MarkLeaf, detail_digest, is_disposed
from rollbook.rules.sessions import Half, Session

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not agree, and where."""

    where: str
    says: str


# Whom and what session or lesson a row or a leaf is about: pupil's key, date, half (None for a lesson), lesson.
_About = tuple[int | None, str, int | None, str]


@dataclass(frozen=True, slots=True)
class _Note:
    """A kept note and where it belongs; `text` is still encrypted."""

    about: _About
    text: bytes


class Beside:
    """What is kept beside some saves, by the key of the save: four statements for all of them."""

    def __init__(self, actor: Actor, pupils: Mapping[str, int], saves: Sequence[int]) -> None:
        self.pupils = pupils
        self.kept: Counter[str] = Counter()
        self.disposed: dict[int, set[int]] = {}
        self.amendments: dict[int, list[Amendment]] = {}
        self.notes: dict[int, list[_Note]] = {}
        these = {"school_id": actor.school, "save_row_id__in": saves}
        for gone in Disposal.objects.filter(**these):
            self.disposed.setdefault(gone.save_row_id, set()).update(gone.leaves)
        for amendment in Amendment.objects.filter(**these).order_by("id"):
            self.kept["amendments"] += 1
            self.amendments.setdefault(amendment.save_row_id, []).append(amendment)
        for detail in MarkDetail.objects.filter(**these).order_by("id"):
            self.kept["notes of marks"] += 1
            self._note(detail.save_row_id, (detail.pupil_id, detail.date.isoformat(), detail.half, ""), detail.text)
        for note in LessonNote.objects.filter(**these).order_by("id"):
            self.kept["notes of lessons' marks"] += 1
            self._note(note.save_row_id, (note.pupil_id, note.date.isoformat(), None, note.lesson), note.text)

    def _note(self, save: int, about: _About, text: bytes | memoryview) -> None:
        self.notes.setdefault(save, []).append(_Note(about, bytes(text)))

    def faults(self, row: RegisterSave, where: str, stored: Sequence[MarkLeaf]) -> Iterator[Fault]:
        """What of a save's stored leaves does not agree with what is kept beside it."""
        gone = {n for n, leaf in enumerate(row.marks) if is_disposed(leaf)}
        if gone - self.disposed.get(row.pk, set()):
            yield Fault(where, "entries were taken out of it without a record of disposal")
        yield from self._amendments(row, where, [s for s in stored if s.was and s.was != s.now])
        yield from self._notes(row, where, [leaf for leaf in stored if leaf.detail_digest])

    def _amendments(self, row: RegisterSave, where: str, leaves: Sequence[MarkLeaf]) -> Iterator[Fault]:
        """The five facts of each change are those of its leaf and its save (REG-7)."""
        kept = _by_about((_about_amendment(a), a) for a in self.amendments.get(row.pk, ()))
        told = _by_about((self._about(leaf), leaf) for leaf in leaves)
        for about in {**told, **kept}:
            for leaf, amendment in zip_longest(told.get(about, ()), kept.get(about, ())):
                if wrong := _amendment_wrong(amendment, leaf, row):
                    yield Fault(f"amendment in {where} for {self._says(about)}", wrong)

    def _notes(self, row: RegisterSave, where: str, leaves: Sequence[MarkLeaf]) -> Iterator[Fault]:
        """Each kept note is the text whose digest its leaf holds, and each such leaf has its note (COD-6)."""
        kept = _by_about((note.about, note) for note in self.notes.get(row.pk, ()))
        told = _by_about((self._about(leaf), leaf) for leaf in leaves)
        for about in {**told, **kept}:
            for leaf, note in zip_longest(told.get(about, ()), kept.get(about, ())):
                if wrong := _note_wrong(note, leaf):
                    yield Fault(f"note in {where} for {self._says(about)}", wrong)

    def _about(self, leaf: MarkLeaf) -> _About:
        return self.pupils.get(leaf.pupil), leaf.date, None if leaf.lesson else leaf.half, leaf.lesson

    def _says(self, about: _About) -> str:
        pupil, day, half, lesson = about
        public = next((public for public, key in self.pupils.items() if key == pupil), "unknown")
        return f"pupil {public} on {day} {f'lesson {lesson}' if half is None else Half(half).label}"


def _by_about(pairs: Iterable[tuple[_About, _T]]) -> dict[_About, list[_T]]:
    found: dict[_About, list[_T]] = {}
    for about, one in pairs:
        found.setdefault(about, []).append(one)
    return found


def _about_amendment(amendment: Amendment) -> _About:
    half = None if amendment.lesson else amendment.half
    return amendment.pupil_id, amendment.date.isoformat(), half, amendment.lesson


def _amendment_wrong(amendment: Amendment | None, leaf: MarkLeaf | None, row: RegisterSave) -> str:
    if amendment is None:
        return "is gone, but the record holds the change"
    if leaf is None:
        return "is kept, but the record holds no such change"
    facts = {
        "the old code": amendment.old == leaf.was,
        "the new code": amendment.new == leaf.now,
        "its reason": amendment.reason == leaf.reason,
        "when": amendment.at == row.made_at,
        "who made it": is_disposed(row.marks[0])
        or (amendment.by_name, amendment.by_role) == (row.by_name, row.by_role),
    }
    wrong = [fact for fact, agrees in facts.items() if not agrees]
    return f"is not what the record says: {', '.join(wrong)}" if wrong else ""


def _note_wrong(note: _Note | None, leaf: MarkLeaf | None) -> str:
    if note is None:
        return "is gone, but the record holds its digest"
    if leaf is None:
        return "is kept, but the record holds no such note"
    on = date.fromisoformat(leaf.date)
    place = (
        lesson_place(leaf.pupil, on, leaf.lesson)
        if leaf.lesson
        else detail_place(leaf.pupil, Session(on, Half(leaf.half)))
    )
    try:
        text = decrypt(note.text, place=place)
    except (InvalidTag, ValueError):
        return "is not the text that was written"
    return "" if detail_digest(leaf.salt, text) == leaf.detail_digest else "is not the text that was written"
