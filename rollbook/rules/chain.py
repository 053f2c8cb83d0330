"""The arithmetic of the register's chain: leaves, hashes, and what proves a save untampered.

Pure, so that an exported register can be checked by anyone without a database (REG-7, REG-10).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Leaf = Mapping[str, object]

GENESIS = bytes(32)
MOST_LEAVES = 1000
STORED = "stored"


@dataclass(frozen=True, slots=True)
class MarkLeaf:
    """One pupil's entry in a save, as it came and what became of it; the chain hashes exactly this.

    `pupil` is the public id, `date` ISO, `half` 0 or 1; `seen` the version the person looked at;
    `was` and `now` codes ("" for none). `detail_digest` is a salted digest: the text itself is
    kept elsewhere, encrypted, and can be erased without breaking the chain.
    """

    pupil: str
    date: str
    half: int
    seen: int
    was: str
    now: str
    minutes: int | None
    reason: str
    detail_digest: str
    basis: str
    outcome: str
    rule: str
    salt: str
    lesson: str = ""

    def as_leaf(self) -> dict[str, object]:
        """The leaf as it is kept and hashed: what says nothing is left out, for there are millions of them."""
        said = {
            "p": self.pupil,
            "d": self.date,
            "h": self.half,
            "lesson": self.lesson,
            "seen": self.seen or None,
            "was": self.was,
            "now": self.now,
            "min": self.minutes,
            "reason": self.reason,
            "detail": self.detail_digest,
            "basis": self.basis,
            "outcome": "" if self.outcome == STORED else self.outcome,
            "rule": self.rule,
            "salt": self.salt,
        }
        return {key: value for key, value in said.items() if value not in ("", None)}

    @staticmethod
    def of(leaf: Leaf) -> MarkLeaf:
        minutes = leaf.get("min")
        return MarkLeaf(
            pupil=str(leaf["p"]),
            date=str(leaf["d"]),
            half=int(str(leaf["h"])),
            seen=int(str(leaf.get("seen", 0))),
            was=str(leaf.get("was", "")),
            now=str(leaf.get("now", "")),
            minutes=None if minutes is None else int(str(minutes)),
            reason=str(leaf.get("reason", "")),
            detail_digest=str(leaf.get("detail", "")),
            basis=str(leaf.get("basis", "")),
            outcome=str(leaf.get("outcome", STORED)),
            rule=str(leaf.get("rule", "")),
            salt=str(leaf["salt"]),
            lesson=str(leaf.get("lesson", "")),
        )


def who_leaf(*, by_id: int | None, name: str, role: str, salt: str) -> dict[str, object]:
    """Leaf 0 of every save: who made it, so that it too can be let go when its time comes."""
    return {"who": name, "role": role, "by": by_id, "salt": salt}


def is_mark(leaf: Leaf) -> bool:
    return "p" in leaf


def is_disposed(leaf: Leaf) -> bool:
    return "x" in leaf


def marks_in(leaves: Sequence[Leaf]) -> Iterator[MarkLeaf]:
    """The sessions' entries of a save, without who made it and without those that were let go."""
    return (MarkLeaf.of(leaf) for leaf in leaves if is_mark(leaf) and not leaf.get("lesson"))


def lesson_marks_in(leaves: Sequence[Leaf]) -> Iterator[MarkLeaf]:
    """The lessons' entries of a save; no total comes from them, and a session's history does not tell them."""
    return (MarkLeaf.of(leaf) for leaf in leaves if is_mark(leaf) and leaf.get("lesson"))


def canonical(value: object) -> bytes:
    """The one way to write a value down before hashing it: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def leaf_hash(leaf: Leaf) -> bytes:
    """A leaf's hash; of a leaf that was let go, the hash that was left in its place."""
    if is_disposed(leaf):
        return bytes.fromhex(str(leaf["x"]))
    return hashlib.sha256(canonical(leaf)).digest()


def save_hash(prev: bytes, header: Mapping[str, object], leaves: Sequence[Leaf]) -> bytes:
    """SHA-256 of: the hash before, the header, and the hash of all leaf hashes."""
    body = hashlib.sha256(b"".join(leaf_hash(leaf) for leaf in leaves)).digest()
    return hashlib.sha256(prev + canonical(header) + body).digest()


def detail_digest(salt: str, text: str) -> str:
    """The salted digest of a mark's free text, which is all that the chain holds of it."""
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest() if text else ""


def seal_message(school: str, day: str, chain_year: int, seq: int, head: bytes) -> bytes:
    """What the day's seal signs."""
    return canonical({"school": school, "day": day, "year": chain_year, "seq": seq, "head": head.hex()})
