"""What was chosen of a bundle, as plain values: which exhibits, in which order, what comes off the pages."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID

from rollbook.audit.keys import decrypt, encrypt
from rollbook.formats.bundles import Area
from rollbook.rules.statement import Witness
from rollbook.rules.told import Kind

# What the office notes for itself is not put before a court unless somebody chooses it; marks have their own exhibit.
SHOWN_KINDS = tuple(kind.value for kind in Kind if kind not in (Kind.MARK, Kind.SITE, Kind.QUERY, Kind.TASK))


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A kept file that was put in by hand: `source` as it came, `clean` its pages alone, of which there are `pages`."""

    source: str
    clean: str
    title: str
    pages: int

    @property
    def key(self) -> str:
        return f"file:{self.source}"


@dataclass(frozen=True, slots=True)
class Choices:
    """By the keys of exhibits: the order chosen, those left out or put in by hand, and the pages of each.

    `covered` are enclosed files in which whatever says where others live is blacked; `looked` those whose
    pages without readable words somebody has looked at.
    """

    order: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    put_in: tuple[str, ...] = ()
    covered: tuple[str, ...] = ()
    looked: tuple[str, ...] = ()
    pages: dict[str, str] = field(default_factory=dict)
    files: tuple[Enclosed, ...] = ()
    kinds: tuple[str, ...] = SHOWN_KINDS
    words: bool = False

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Choices:
        lists = {name: tuple(kept.get(name, ())) for name in ("order", "left_out", "put_in", "covered", "looked")}
        return cls(
            **lists,
            pages=dict(kept.get("pages", {})),
            files=tuple(Enclosed(**one) for one in kept.get("files", ())),
            kinds=tuple(kept.get("kinds", SHOWN_KINDS)),
            words=bool(kept.get("words", False)),
        )

    def plain(self) -> dict[str, Any]:
        return {**asdict(self), "files": [asdict(one) for one in self.files]}


@dataclass(frozen=True, slots=True)
class Hidden:
    """What comes off the pages: words wherever they stand, areas of enclosed pages (by key and page, 1 the first)."""

    words: tuple[str, ...] = ()
    areas: tuple[tuple[str, int, Area], ...] = ()

    @classmethod
    def read(cls, kept: bytes, bundle: UUID) -> Hidden:
        if not kept:
            return cls()
        plain = json.loads(decrypt(kept, place=f"evidence.hidden|{bundle}"))
        return cls(tuple(plain["words"]), tuple((key, page, Area(*area)) for key, page, *area in plain["areas"]))

    def kept(self, bundle: UUID) -> bytes:
        areas = [(key, page, one.left, one.top, one.right, one.bottom) for key, page, one in self.areas]
        return encrypt(json.dumps({"words": self.words, "areas": areas}), place=f"evidence.hidden|{bundle}")

    def areas_of(self, key: str) -> dict[int, list[Area]]:
        """The areas of one exhibit by page, 0 the first."""
        found: dict[int, list[Area]] = {}
        for of, page, area in self.areas:
            if of == key:
                found.setdefault(page - 1, []).append(area)
        return found


@dataclass(frozen=True, slots=True)
class ToldByHand:
    """What somebody filled in: who the witness is, and how equality was considered."""

    witness: Witness = field(default_factory=Witness)
    equality: str = ""

    @classmethod
    def read(cls, kept: bytes, bundle: UUID) -> ToldByHand:
        if not kept:
            return cls()
        plain = json.loads(decrypt(kept, place=f"evidence.told|{bundle}"))
        return cls(Witness(**plain["witness"]), plain["equality"])

    def kept(self, bundle: UUID) -> bytes:
        plain = {"witness": asdict(self.witness), "equality": self.equality}
        return encrypt(json.dumps(plain), place=f"evidence.told|{bundle}")


def moved(keys: tuple[str, ...], key: str, *, up: bool) -> tuple[str, ...]:
    """The keys with one a place earlier or later; at the end of the list it stays."""
    at = keys.index(key)
    to = max(0, at - 1) if up else min(len(keys) - 1, at + 1)
    order = list(keys)
    order.insert(to, order.pop(at))
    return tuple(order)


def without(choices: Choices, key: str) -> Choices:
    """The choices with an exhibit left out."""
    return replace(
        choices,
        left_out=tuple(dict.fromkeys((*choices.left_out, key))),
        put_in=tuple(one for one in choices.put_in if one != key),
    )


def with_it(choices: Choices, key: str) -> Choices:
    """The choices with an exhibit put in."""
    return replace(
        choices,
        left_out=tuple(one for one in choices.left_out if one != key),
        put_in=tuple(dict.fromkeys((*choices.put_in, key))),
    )
