"""A bundle composed: every exhibit on its pages, numbered, indexed, proven to hold nothing that was taken off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from rollbook.evidence.paper import IndexLine, drawn, index
from rollbook.evidence.queries.bundles import BundlePage
from rollbook.evidence.queries.checking import Raised, Sheaf, pages_of, raised, sheaves
from rollbook.evidence.queries.data_files import data_of
from rollbook.evidence.queries.gathering import Gathered, Placed, gathered
from rollbook.evidence.queries.own import SCHOOLS_GAP, with_statement
from rollbook.evidence.queries.people import Around, around
from rollbook.formats.bundles import Piece, as_pictures, count_pages, join, page_texts
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.blacking import Needle, blacked, needles_of, spans
from rollbook.rules.exhibits import Exhibit, ExhibitKind
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse
from rollbook.rules.statement import Sent

MOST_PAGES = 1_500


@dataclass(frozen=True, slots=True)
class Composed:
    """A bundle ready to be fixed: its two files, its index, and the register as it was read for it."""

    document: bytes
    data: bytes
    pages: int
    lines: tuple[IndexLine, ...]
    gaps: int
    place: str
    head: str
    years: dict[int, bytes]


class NotReady(Refused):
    """Something has to be looked at first; `raised` says what and where."""

    def __init__(self, found: Sequence[Raised]) -> None:
        super().__init__("The bundle was not made: there is something to look at first, below.")
        self.raised = tuple(found)


def composed(actor: Actor, of: BundlePage) -> Composed:
    """The bundle as it stands now. Raises NotReady while an enclosed page betrays somebody or was not looked at."""
    actor.require(Permission.MAKE_BUNDLES)
    found, who = gathered(actor, of), around(actor, of.matter.pupil, of.matter.contact_id)
    if not found.included:
        raise Refused("Nothing is in this bundle. Put in at least one exhibit.")
    ready, wrong = sheaves(actor, of, found, who)
    if against := [*wrong, *raised(of, ready, who)]:
        raise NotReady(against)
    taken = needles_of(of.hidden.words)
    needles = (*taken, *who.protected)
    pieces, gaps = _pieces(of, found, {one.placed.key: one for one in ready}, who)
    document, lines = _bound(of, found, pieces, needles, gaps)
    if _left_in(document, needles):
        # Words that stand in two cells are one only on the page: what is left of them there becomes a picture.
        pieces = [(placed, replace(one, data=as_pictures(one.data, {}, needles)), n) for placed, one, n in pieces]
        document, lines = _bound(of, found, pieces, needles, gaps)
    if left := _left_in(document, needles):
        raise refuse("LEG-12", f"{left}. Leave that exhibit out.")
    made = found.register.certificate.fingerprint
    data = data_of(actor, of, found.register, lines, needles)
    return Composed(document, data, count_pages(document), lines, gaps, made.place, made.head, found.register.years)


def _pieces(
    of: BundlePage, found: Gathered, files: dict[str, Sheaf], who: Around
) -> tuple[list[tuple[Placed, Piece, int]], int]:
    """Each exhibit as a PDF with the number of its pages that are in; and how many gaps the statement has."""
    gaps, pieces, needles = _open_places(found), [], (*needles_of(of.hidden.words), *who.protected)
    for placed in found.included:
        sheaf = files.get(placed.key)
        title = blacked(placed.exhibit.title, needles)
        bookmark = f"{placed.label}  {title}" if placed.label else title
        if sheaf is not None:
            piece = Piece(bookmark, placed.label, sheaf.data, sheaf.pages, enclosed=True)
            pieces.append((placed, piece, len(sheaf.pages)))
            continue
        exhibit = placed.exhibit
        if exhibit.kind is ExhibitKind.STATEMENT:
            exhibit, left = _with_statement(of, found, exhibit, who)
            gaps += left
        data = drawn(exhibit, found.register.head, needles)
        pages = pages_of(placed.pages_said, count_pages(data))
        pieces.append((placed, Piece(bookmark, placed.label or title, data, pages), len(pages)))
    if sum(count for _, _, count in pieces) > MOST_PAGES:
        raise Refused(f"This bundle has more than {MOST_PAGES:,} pages. Leave something out, or choose pages.")
    return pieces, gaps


def _bound(
    of: BundlePage, found: Gathered, pieces: list[tuple[Placed, Piece, int]], needles: Collection[Needle], gaps: int
) -> tuple[bytes, tuple[IndexLine, ...]]:
    """The index set twice: once to know how long it is, once with the numbers that follow from it."""
    front, lines = 1, _lines(pieces, 1, needles)
    while True:
        page = _index(of, found, lines, gaps)
        if (length := count_pages(page)) == front:
            break
        front, lines = length, _lines(pieces, length, needles)
    title = f"Evidence bundle: {of.pupil.name}, for {of.parent}"
    parts = [Piece("Index", "", page), *(piece for _, piece, _ in pieces)]
    head = found.register.head
    return join(parts, title=blacked(title, needles), author=blacked(head.school, needles), made_at=head.made_at), lines


def _lines(pieces: list[tuple[Placed, Piece, int]], front: int, needles: Collection[Needle]) -> tuple[IndexLine, ...]:
    lines, at = [], front
    for placed, _, count in pieces:
        about = placed.exhibit.about
        if placed.pages_said:
            about = f"{about}; its pages {placed.pages_said}".lstrip("; ")
        title = blacked(placed.exhibit.title, needles)
        lines.append(IndexLine(placed.label, title, blacked(about, needles), at + 1, at + count))
        at += count
    return tuple(lines)


def _index(of: BundlePage, found: Gathered, lines: Sequence[IndexLine], gaps: int) -> bytes:
    made = found.register.certificate
    facts = [
        ("Pupil", f"{made.pupil.name}, born {in_words(made.pupil.born).partition(' ')[2]}"),
        ("Parent concerned", of.parent),
        ("Period", f"{in_words(of.matter.first)} to {in_words(of.matter.last)}"),
        ("Version", f"{len(of.versions) + 1}. {found.register.head.foot}"),
    ]
    needles = needles_of(of.hidden.words)
    many = "One place is" if gaps == 1 else f"{gaps} places are"
    return index(
        lines,
        [(name, blacked(value, needles)) for name, value in facts],
        head=found.register.head,
        sub=blacked(f"{made.pupil.name}, for {of.parent}", needles),
        place=made.fingerprint.place,
        chain=made.fingerprint.head,
        gaps=f"{many} still to be completed by a person, marked in square brackets." if gaps else "",
        hidden="Where a black bar stands, words were taken off the page, and are not beneath it."
        if of.hidden.words or of.hidden.areas or of.choices.covered
        else "",
    )


def _with_statement(of: BundlePage, found: Gathered, exhibit: Exhibit, who: Around) -> tuple[Exhibit, int]:
    sent = [_said(one.exhibit, one.label) for one in found.included if one.exhibit.on is not None]
    labels = {one.key: one.label for one in found.included}
    whole, statement = with_statement(exhibit, of, found.register, sent, labels, who.parent.relationship)
    return whole, statement.gaps


def _open_places(found: Gathered) -> int:
    """How many of the school's own pages still wait for somebody's words."""
    return sum(SCHOOLS_GAP in row for one in found.included for block in one.exhibit.blocks for row in block.rows)


def _said(exhibit: Exhibit, label: str) -> Sent:
    assert exhibit.on is not None
    what = exhibit.title.partition(": ")[2] or exhibit.title
    verb = "the school wrote the letter" if exhibit.kind is ExhibitKind.LETTER else "the school recorded"
    proof = f" ({exhibit.proof[:1].lower()}{exhibit.proof[1:]})" if exhibit.proof else ""
    return Sent(exhibit.on, f"{verb} “{what}”{proof}", label)


def _left_in(document: bytes, needles: Collection[Needle]) -> str:
    """Where a word that was taken off can still be read in the finished bundle, by anybody; empty if nowhere."""
    for number, page in enumerate(page_texts(document), start=1):
        if left := spans(page.text, needles):
            return f"Page {number} would still show “{left[0].needle.says}”"
    return ""
