"""What has to be looked at before a bundle is fixed: addresses in enclosed files, pages that nobody can search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rollbook.evidence.queries.bundles import BundlePage
from rollbook.evidence.queries.gathering import Gathered, Placed
from rollbook.evidence.queries.people import Around
from rollbook.files.queries import read_file
from rollbook.formats.bundles import PageText, as_pictures, opened, page_texts
from rollbook.formats.refusals import FileRefused
from rollbook.rules.actor import Actor
from rollbook.rules.blacking import needles_of, spans


@dataclass(frozen=True, slots=True)
class Sheaf:
    """An enclosed file with what is taken off blacked already, and which of its pages are in (0 the first).

    `texts` are the pages' words as they came; `barred` the pages with areas blacked by hand.
    """

    placed: Placed
    data: bytes
    pages: tuple[int, ...]
    texts: tuple[PageText, ...]
    barred: frozenset[int]
    is_covered: bool


@dataclass(frozen=True, slots=True)
class Raised:
    """Something that stands against fixing a bundle: of which exhibit, on which page (1 the first; 0: all), and what.

    `kind` is address, unread or broken.
    """

    key: str
    title: str
    page: int
    kind: str
    says: str


def sheaves(
    actor: Actor, of: BundlePage, found: Gathered, who: Around, *, only_read: bool = False
) -> tuple[list[Sheaf], list[Raised]]:
    """The enclosed files that are in, as they will be, and what cannot be: each file is read, and that is noted.

    `only_read`: for what is raised alone, without the black, which takes the time.
    """
    ready, wrong = [], []
    for placed in found.included:
        if placed.exhibit.file is None:
            continue
        try:
            ready.append(_sheaf(actor, of, placed, who, only_read=only_read))
        except FileRefused as refused:
            wrong.append(Raised(placed.key, placed.exhibit.title, 0, "broken", refused.says))
    return ready, wrong


def raised(of: BundlePage, ready: Iterable[Sheaf], who: Around) -> list[Raised]:
    """Where an enclosed page says how somebody else is reached, and which pages hold no words that can be searched."""
    found = []
    for sheaf in ready:
        key, title = sheaf.placed.key, sheaf.placed.exhibit.title
        for number in sheaf.pages:
            if not (sheaf.is_covered or number in sheaf.barred):
                found += [Raised(key, title, number + 1, "address", says) for says in _betrayed(sheaf, number, who)]
        if key not in of.choices.looked and (look := _to_look_at(sheaf, who)):
            found.append(Raised(key, title, look[0] + 1, "unread", _look(look)))
    return found


def _betrayed(sheaf: Sheaf, number: int, who: Around) -> Iterable[str]:
    return dict.fromkeys(one.needle.says for one in spans(sheaf.texts[number].text, who.protected))


def _to_look_at(sheaf: Sheaf, who: Around) -> list[int]:
    """Pages that only a person can judge: pictures, and those where a bar was put over what was found."""
    barred = [number for number in sheaf.pages if number in sheaf.barred and _betrayed(sheaf, number, who)]
    return sorted({*barred, *(number for number in sheaf.pages if sheaf.texts[number].unread)})


def _look(pages: Iterable[int]) -> str:
    numbers = [str(page + 1) for page in pages]
    those = f"Page {numbers[0]} is" if len(numbers) == 1 else f"Pages {', '.join(numbers)} are"
    return f"{those} in whole or in part a picture, or in letters that cannot be searched: only a person can judge it."


def pages_of(said: str, count: int) -> tuple[int, ...]:
    """Which pages “1-3, 7” are of so many (0 is the first); all where nothing is said. Raises FileRefused."""
    if not said.strip():
        return tuple(range(count))
    chosen: list[int] = []
    for part in said.replace("–", "-").replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if not (first.isdecimal() and (not last or last.isdecimal())):
            raise FileRefused(f"“{said}” says no pages. Write them as 1-3, 7.")
        span = range(int(first), int(last or first) + 1)
        if not span or span[0] < 1 or span[-1] > count:
            raise FileRefused(f"“{part}” is not there: this has {count} pages. Write pages as 1-3, 7.")
        chosen += [number - 1 for number in span]
    return tuple(dict.fromkeys(chosen))


def _sheaf(actor: Actor, of: BundlePage, placed: Placed, who: Around, *, only_read: bool) -> Sheaf:
    """As it will be in the bundle: areas and words blacked first, so that what is raised is what would be left."""
    file = placed.exhibit.file
    assert isinstance(file, UUID)
    kept = read_file(actor, file)
    came = opened(kept.name, kept.data)
    texts = page_texts(came)
    covered, areas = placed.key in of.choices.covered, of.hidden.areas_of(placed.key)
    needles = (*needles_of(of.hidden.words), *(who.protected if covered else ()))
    data = came if only_read else as_pictures(came, areas, needles)
    return Sheaf(placed, data, pages_of(placed.pages_said, len(texts)), texts, frozenset(areas), covered)
