"""Which pupils a family's own words are about, and why we think so. A person decides (ABS-A)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

# Forenames that are everyday words: they name somebody only with a capital inside a sentence.
_EVERYDAY = frozenset(
    {"angel", "april", "art", "august", "autumn", "bay", "blue", "chance", "chase", "christian", "dawn",
     "daisy", "destiny", "faith", "felicity", "grace", "guy", "happy", "harmony", "heaven", "honey", "hope",
     "hunter", "ivy", "jack", "jade", "jasmine", "jewel", "joy", "june", "king", "lily", "mark", "may",
     "melody", "mercy", "miles", "misty", "noble", "olive", "patience", "pearl", "prince", "princess", "rain",
     "reason", "rose", "ruby", "sage", "sky", "star", "summer", "sunny", "tuesday", "violet", "will", "winter"}
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?:^|[.!?\n:])\s*$")
_OF_THE_CALLER = re.compile(
    r"(?:\b(?:this is|it's|its|i'm|i am|my name is|regards|thanks|from|name's|love)[,\s]*"
    r"|\b(?:mr|mrs|miss|ms|dr)\.?\s+)$",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:both|the two|the twins|two of them)\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:all (?:three|four|five|of them|the (?:children|kids))"
    r"|the (?:children|kids|boys|girls)|my (?:children|kids))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil whom the words might be about: every forename they go by, and the surname."""

    id: int
    forenames: tuple[str, ...]
    surname: str


@dataclass(frozen=True, slots=True)
class SaidPupils:
    """Whom the words are about, and what says so; nobody where that is unsure.

    `others` are names in the words that belong to other pupils of the school: shown, never guessed.
    """

    pupils: tuple[int, ...] = ()
    why: str = ""
    others: tuple[str, ...] = ()


def said_pupils(
    told: str, known: Sequence[Child], *, asked: Collection[int] = (), elsewhere: Sequence[Child] = ()
) -> SaidPupils:
    """Whom some words are about, of the children `known` for the number or address they came from.

    `asked` are those whom the school had asked about; `elsewhere` other pupils who may be named.
    """
    spoken = _names_in(told)
    named = [child for child in known if spoken & _keys(child)]
    of_others = spoken - {key for child in named for key in _keys(child)}
    others = tuple(dict.fromkeys(c.forenames[0] for c in elsewhere if of_others & _keys(c)))
    if named:
        return SaidPupils(_ids(named), f"named: {_list(named)}", others)
    if known and (several := _several(told, known)):
        return SaidPupils(_ids(known), several, others)
    if others:
        return _by_full_name(told, elsewhere, others) if not known else SaidPupils(others=others)
    answering = [child for child in known if child.id in asked]
    if len(answering) == 1:
        return SaidPupils(_ids(answering), f"we had asked about {answering[0].forenames[0]}")
    if len(known) == 1:
        return SaidPupils(_ids(known), f"{known[0].forenames[0]} is the only child of this number or address")
    return SaidPupils()


def names_to_look_for(told: str) -> frozenset[str]:
    """The words, in small letters, that may be somebody's forename: those that begin with a capital."""
    return frozenset(name for name in _names_in(told, capitals=True))


def _by_full_name(told: str, elsewhere: Sequence[Child], others: tuple[str, ...]) -> SaidPupils:
    """Words from a number that nobody has: a pupil with forename and surname in them, if it is one alone."""
    words = {word.casefold() for word in _WORD.findall(told)}
    full = [c for c in elsewhere if _keys(c) & words and set(c.surname.casefold().split()) <= words]
    if len(full) == 1:
        return SaidPupils(_ids(full), f"full name: {full[0].forenames[0]} {full[0].surname}")
    return SaidPupils(others=others)


def _several(told: str, known: Sequence[Child]) -> str:
    if len(known) == 2 and (found := _BOTH.search(told) or _ALL.search(told)):
        return f"“{found.group().lower()}”"
    if len(known) > 2 and (found := _ALL.search(told)):
        return f"“{found.group().lower()}”"
    return ""


def _names_in(told: str, *, capitals: bool = False) -> set[str]:
    """What may be a name in the words: not the caller's own, nor an everyday word that is written as one."""
    found = set()
    for one in _WORD.finditer(told):
        word, before = one.group(), told[: one.start()]
        key = _key(word)
        inside = word[0].isupper() and not _SENTENCE_END.search(before[-40:])
        if key in _EVERYDAY and not inside:
            continue
        if capitals and not word[0].isupper():
            continue
        if _OF_THE_CALLER.search(before[-24:]) and not _is_possessive(told, one.end(), word):
            continue
        found.add(key)
    return found


def _is_possessive(told: str, end: int, word: str) -> bool:
    """“This is Tolu's mum” is about Tolu."""
    return word.casefold().endswith(("'s", "’s")) or told[end : end + 5].casefold().startswith(
        (" mum", " dad", " moth")
    )


def _key(word: str) -> str:
    return re.sub(r"['’]s$", "", word.casefold())


def _keys(child: Child) -> set[str]:
    names = {part for name in child.forenames for part in (name, *name.split()[:1]) if name.strip()}
    return {name.casefold() for name in names}


def _ids(children: Iterable[Child]) -> tuple[int, ...]:
    return tuple(child.id for child in children)


def _list(children: Sequence[Child]) -> str:
    return ", ".join(child.forenames[0] for child in children)
