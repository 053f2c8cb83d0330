"""The proof of an exported register: links, seals and signature, checked by anyone without a database.

Pure: given the export's members and a way to check an Ed25519 signature (REG-7, REG-10; `docs/export.md`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from rollbook.rules.chain import Leaf, canonical, is_disposed, is_mark, leaf_hash, seal_message

FORMAT = "rollbook-register/1"
MANIFEST, SAVES, SEALS, DISPOSALS = "register.json", "saves.jsonl", "seals.jsonl", "disposals.jsonl"
PUPILS, README, SIGNATURE = "pupils.jsonl", "README.txt", "signature.json"
SIGNED = (README, MANIFEST, PUPILS, SAVES, SEALS, DISPOSALS)
MEMBERS = (*SIGNED, SIGNATURE)
WHOLE_SCHOOL = "school"

Line = Mapping[str, object]
Genuine = Callable[[bytes, bytes, bytes], bool]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in an export that does not agree, and where."""

    where: str
    says: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What an export was found to hold; it proves itself only where `faults` is empty.

    `marks` are shown, `withheld` are hashes in place of other pupils' marks. `keys` are the ids of
    the sealing keys: to be compared with the fingerprint that the school printed.
    """

    school: str
    scope: str
    made_at: str
    saves: int
    marks: int
    withheld: int
    seals: int
    keys: tuple[str, ...]
    head: str
    faults: tuple[Fault, ...]


class _Unreadable(ValueError):
    """A line that is not what the format asks for."""


@dataclass(slots=True)
class _Reading:
    """What was read on the way along the chain."""

    manifest: Line
    genuine: Genuine
    faults: list[Fault] = field(default_factory=list)
    heads: dict[Place, str] = field(default_factory=dict)
    disposed: dict[Place, Collection[int]] = field(default_factory=dict)
    saves: int = 0
    marks: int = 0
    withheld: int = 0
    seals: int = 0

    @property
    def of_one_pupil(self) -> bool:
        return self.manifest.get("scope") != WHOLE_SCHOOL

    def fault(self, where: str, says: str) -> None:
        self.faults.append(Fault(where, says))


def key_id(public_key: bytes) -> str:
    """The short name of a sealing key, as it stands on printed fingerprints."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def export_message(members: Mapping[str, bytes]) -> bytes:
    """What the signature of a whole export signs: the digest of each of its members."""
    return canonical({"format": FORMAT, **{name: hashlib.sha256(members[name]).hexdigest() for name in SIGNED}})


def body_hash(leaves: Sequence[Leaf]) -> str:
    """The digest of a save's leaves, which stands in for all of them where none is shown."""
    return hashlib.sha256(b"".join(leaf_hash(leaf) for leaf in leaves)).hexdigest()


def check(members: Mapping[str, bytes], genuine: Genuine) -> Proof:
    """Check an export: every link in its order, every seal, the signature over all of it.

    `genuine(public_key, signature, message)` says whether an Ed25519 signature is genuine. The
    first fault is the first broken link.
    """
    missing = [name for name in MEMBERS if name not in members]
    if missing:
        return _nothing(Fault("the export", f"lacks {', '.join(missing)}"))
    try:
        (manifest,) = _lines(members[MANIFEST])
        reading = _Reading(_well_made(manifest), genuine)
        _told_disposals(reading, members[DISPOSALS])
    except (ValueError, KeyError, TypeError):
        return _nothing(Fault("the export", "cannot be read: its manifest or its list of disposals was altered"))
    _chain(reading, members[SAVES])
    _seals(reading, members[SEALS])
    _signature(reading, members)
    extra = sorted(set(members) - set(MEMBERS))
    if extra:
        reading.fault("the export", f"holds {len(extra)} files that do not belong to it")
    return _proof(reading)


def _well_made(manifest: Line) -> Line:
    """The manifest, if it holds what everything after it relies on."""
    school, keys = manifest["school"], manifest["keys"]
    if manifest["format"] != FORMAT or not isinstance(school, dict) or not isinstance(keys, dict):
        raise _Unreadable
    _whole(school["id"])
    _end(manifest["before"])
    _end(manifest["after"])
    return manifest


def _chain(reading: _Reading, saves: bytes) -> None:
    """Walk the links; a line that cannot be read breaks the chain there, and the walk goes on after it."""
    prev, place = _end(reading.manifest["before"])
    after, last = _end(reading.manifest["after"])
    reading.heads[place] = prev
    for n, raw in enumerate(saves.splitlines(), start=1):
        try:
            prev, place = _link(reading, _line(raw), prev, place)
        except (ValueError, KeyError, TypeError):
            reading.fault(f"line {n} of {SAVES}", f"cannot be read: the save after {_named(place)} was altered")
            prev, place = "", (place[0], place[1] + 1)
    if (prev, place) != (after, last):
        reading.fault("the end of the chain", f"is {_named(place)}, not {_named(last)} as the manifest says")


def _link(reading: _Reading, save: Line, prev: str, before: Place) -> tuple[str, Place]:
    header, hash_ = _object(save["header"]), str(save["hash"])
    place = (_whole(header["year"]), _whole(header["seq"]))
    where = _named(place)
    wanted = before[1] + 1 if place[0] == before[0] else 1
    if place[1] != wanted:
        reading.fault(where, f"{_named((place[0], wanted))} is missing before it")
    if save["prev"] != prev:
        reading.fault(where, "does not follow from the save before it")
    body = _body(reading, save, place)
    made = hashlib.sha256(bytes.fromhex(str(save["prev"])) + canonical(header) + bytes.fromhex(body)).hexdigest()
    if made != hash_:
        reading.fault(where, f"was altered after it was made ({_when(header)}): its hash does not match")
    if header["school"] != cast(Line, reading.manifest["school"])["id"]:
        reading.fault(where, "is of another school")
    reading.saves += 1
    reading.heads[place] = hash_
    return hash_, place


def _body(reading: _Reading, save: Line, place: Place) -> str:
    """The digest of the leaves: counted from those shown, or given where a save shows none of one pupil's."""
    if "leaves" not in save:
        if not reading.of_one_pupil:
            raise _Unreadable
        return str(save["body"])
    leaves = [_object(leaf) for leaf in cast(Sequence[object], save["leaves"])]
    gone = {n for n, leaf in enumerate(leaves) if is_disposed(leaf)}
    reading.marks += sum(is_mark(leaf) for leaf in leaves)
    reading.withheld += len(gone)
    if not reading.of_one_pupil and gone - set(reading.disposed.get(place, ())):
        reading.fault(_named(place), "entries were taken out of it without a record of disposal")
    return body_hash(leaves)


def _told_disposals(reading: _Reading, disposals: bytes) -> None:
    for line in _lines(disposals):
        place = (_whole(line["year"]), _whole(line["seq"]))
        numbers = cast(Sequence[int], line["leaves"])
        reading.disposed[place] = {*reading.disposed.get(place, ()), *numbers}


def _seals(reading: _Reading, seals: bytes) -> None:
    for n, raw in enumerate(seals.splitlines(), start=1):
        try:
            _seal(reading, _line(raw))
        except (ValueError, KeyError, TypeError):
            reading.fault(f"line {n} of {SEALS}", "cannot be read: the seal was altered")


def _seal(reading: _Reading, seal: Line) -> None:
    day, head = str(seal["day"]), str(seal["head"])
    where, place = f"seal of {day}", (_whole(seal["year"]), _whole(seal["seq"]))
    reading.seals += 1
    if reading.heads.get(place) != head:
        reading.fault(where, f"{_named(place)} is not what was sealed that day")
    school = str(cast(Line, reading.manifest["school"])["id"])
    message = seal_message(school, day, *place, bytes.fromhex(head))
    key = _key(reading, str(seal["key"]))
    if key is None or not reading.genuine(key, bytes.fromhex(str(seal["signature"])), message):
        reading.fault(where, "its signature is not from this school's key")


def _signature(reading: _Reading, members: Mapping[str, bytes]) -> None:
    try:
        (line,) = _lines(members[SIGNATURE])
        key = _key(reading, str(line["key"]))
        good = key is not None and reading.genuine(key, bytes.fromhex(str(line["signature"])), export_message(members))
    except (ValueError, KeyError, TypeError):
        good = False
    if not good:
        reading.fault("the export", "was altered after it was signed, or signed with another key")


def _key(reading: _Reading, name: str) -> bytes | None:
    """The public key of that id, if the manifest holds it and it is the one that the id names."""
    key = bytes.fromhex(str(cast(Line, reading.manifest["keys"]).get(name, "")))
    return key if key and key_id(key) == name else None


def _lines(data: bytes) -> Iterator[Line]:
    return (_line(raw) for raw in data.splitlines())


def _line(raw: bytes) -> Line:
    """One line, which must be written in the one canonical way, so that no two readers differ on it."""
    try:
        value = json.loads(raw)
    except RecursionError as bad:
        raise _Unreadable from bad
    if not isinstance(value, dict) or canonical(value) != raw:
        raise _Unreadable
    return value


def _object(value: object) -> Line:
    if not isinstance(value, dict):
        raise _Unreadable
    return value


def _end(value: object) -> tuple[str, Place]:
    end = _object(value)
    return str(end["head"]), (_whole(end["year"]), _whole(end["seq"]))


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Unreadable
    return value


def _named(place: Place) -> str:
    return f"save {place[0]}/{place[1]}"


def _when(header: Line) -> str:
    if header.get("date"):
        return f"{header.get('kind')}, {header['date']} {'AM' if header.get('half') == 0 else 'PM'}"
    return f"{header.get('kind')}, made {str(header.get('made_at'))[:10]}"


def _nothing(fault: Fault) -> Proof:
    return Proof("", "", "", 0, 0, 0, 0, (), "", (fault,))


def _proof(reading: _Reading) -> Proof:
    manifest = reading.manifest
    school, after = cast(Line, manifest.get("school", {})), cast(Line, manifest.get("after", {}))
    return Proof(
        school=str(school.get("name", "")),
        scope=str(manifest.get("scope", "")),
        made_at=str(manifest.get("made_at", "")),
        saves=reading.saves,
        marks=reading.marks,
        withheld=reading.withheld,
        seals=reading.seals,
        keys=tuple(sorted(cast(Line, manifest.get("keys", {})))),
        head=str(after.get("head", "")),
        faults=tuple(reading.faults),
    )
