"""The proof of an export by itself, without a database: whatever is in the file, there is an answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

from rollbook.rules.chain import GENESIS, canonical, save_hash, seal_message
from rollbook.rules.proof import FORMAT, MEMBERS, Proof, check, export_message, key_id

KEY = bytes(range(32))
ODD = (None, True, -1, 1.5, "", "x", "zz", [], [1], {}, {"x": 1}, 10**30)


def sign(message: bytes) -> str:
    """A stand-in for a signature: this test is about everything around it."""
    return hashlib.sha256(KEY + message).hexdigest()


def genuine(key: bytes, signature: bytes, message: bytes) -> bool:
    return signature.hex() == hashlib.sha256(key + message).hexdigest()


def lines(*objects: object) -> bytes:
    return b"".join(canonical(one) + b"\n" for one in objects)


def an_export(codes: str = "/N") -> dict[str, bytes]:
    """A school's export of as many saves as codes, sealed after the last one."""
    prev, saves = GENESIS, []
    for seq, code in enumerate(codes, start=1):
        header = {"school": 7, "year": 2026, "seq": seq, "kind": "taken", "date": "2026-09-07", "half": 0}
        leaves = [{"who": "A. Osei", "salt": "1"}, {"p": "pupil", "d": "2026-09-07", "h": 0, "now": code, "salt": "2"}]
        made = save_hash(prev, header, leaves)
        saves.append({"header": header, "leaves": leaves, "prev": prev.hex(), "hash": made.hex()})
        prev = made
    after = {"year": 2026, "seq": len(codes), "head": prev.hex()}
    seal = {"day": "2026-09-07", **after, "saves": 2, "key": key_id(KEY)}
    message = seal_message("7", "2026-09-07", 2026, len(codes), prev)
    manifest = {
        "format": FORMAT,
        "school": {"id": 7, "name": "Oakfield"},
        "scope": "school",
        "made_at": "2026-09-07T12:00:00+00:00",
        "before": {"year": 2026, "seq": 0, "head": GENESIS.hex()},
        "after": after,
        "keys": {key_id(KEY): KEY.hex()},
    }
    members = {
        "README.txt": b"A register.",
        "register.json": lines(manifest),
        "pupils.jsonl": lines({"p": "pupil"}),
        "saves.jsonl": lines(*saves),
        "seals.jsonl": lines({**seal, "signature": sign(message)}),
        "disposals.jsonl": b"",
    }
    return signed(members)


def signed(members: dict[str, bytes]) -> dict[str, bytes]:
    return {**members, "signature.json": lines({"key": key_id(KEY), "signature": sign(export_message(members))})}


def proved(members: dict[str, bytes]) -> Proof:
    return check(members, genuine)


def test_a_whole_export_proves_itself() -> None:
    found = proved(an_export())
    assert found.faults == ()
    assert (found.saves, found.marks, found.seals, found.keys) == (2, 2, 1, (key_id(KEY),))


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_that_is_not_there_is_named(name: str) -> None:
    members = an_export()
    del members[name]
    assert name in proved(members).faults[0].says


def test_a_stranger_in_the_file_is_noticed() -> None:
    (fault,) = proved({**an_export(), "notes.txt": b"hello"}).faults
    assert "do not belong" in fault.says


def test_a_forger_with_the_key_cannot_change_one_link_alone() -> None:
    members = an_export("/N/")
    members["saves.jsonl"] = members["saves.jsonl"].replace(b'"now":"N"', b'"now":"I"')
    (fault,) = proved(signed(members)).faults
    assert fault.where == "save 2026/2"
    assert "was altered after it was made" in fault.says


def test_the_same_value_written_otherwise_is_refused() -> None:
    members = an_export()
    first, *rest = members["saves.jsonl"].splitlines(keepends=True)
    twice = first.replace(b'"now":"/"', b'"now":"O","now":"/"')
    spaced = first.replace(b'"now":"/"', b'"now": "/"')
    for written in (twice, spaced):
        found = proved(signed({**members, "saves.jsonl": b"".join([written, *rest])}))
        assert found.faults[0].where == "line 1 of saves.jsonl"


def test_a_school_export_may_not_leave_out_its_leaves() -> None:
    members = an_export()
    saves = [json.loads(line) for line in members["saves.jsonl"].splitlines()]
    del saves[0]["leaves"]
    saves[0]["body"] = "00" * 32
    assert proved(signed({**members, "saves.jsonl": lines(*saves)})).faults


@pytest.mark.parametrize("name", [name for name in MEMBERS if name.endswith(("json", "jsonl"))])
def test_whatever_stands_in_a_member_there_is_an_answer(name: str) -> None:
    """Every value in turn is something odd; the export is then signed again, as its owner might."""
    members = an_export()
    for n, line in enumerate(members[name].splitlines()):
        for odd in _odd(json.loads(line)):
            others = members[name].splitlines(keepends=True)
            others[n] = lines(odd)
            found = proved({**members, name: b"".join(others)})
            assert found.faults
            if name != "signature.json":
                proved(signed({**members, name: b"".join(others)}))


def test_a_line_of_a_million_brackets_is_unreadable() -> None:
    members = an_export()
    found = proved({**members, "saves.jsonl": b"[" * 1_000_000 + b"\n"})
    assert found.faults[0].where == "line 1 of saves.jsonl"


def _odd(value: Any) -> Iterator[Any]:
    """The value with each of its parts, at any depth, replaced by something odd."""
    yield from (odd for odd in ODD if odd != value)
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {k: v for k, v in value.items() if k != key}
            yield from ({**value, key: odd} for odd in _odd(inner))
    if isinstance(value, list):
        for n, inner in enumerate(value):
            yield from ([*value[:n], odd, *value[n + 1 :]] for odd in _odd(inner))
