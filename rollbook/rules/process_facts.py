"""What a process knows of a case: a frozen dataclass of the process's own, asked field by field and kept as JSON.

Fields are text, days, numbers, yes or no, one of a few words, or several lines or days; all may be unknown.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from rollbook.rules.sessions import parse_date

F = TypeVar("F")

VERSION = "version"

_asked: dict[type, tuple[Question, ...]] = {}


class Kind(StrEnum):
    """How a fact is asked for."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    NUMBER = "number"
    YES_NO = "yes-no"
    ONE_OF = "one-of"
    LINES = "lines"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Question:
    """One fact as a form asks for it; `options` are value and words where it is one of a few."""

    name: str
    label: str
    help: str
    kind: Kind
    required: bool
    options: tuple[tuple[str, str], ...] = ()


def ask(label: str, *, help: str = "", long: bool = False, required: bool = False, default: Any = None) -> Any:
    """Declare a fact: what the form calls it, and a hint. Without a default it is unknown until it is asked for."""
    told = {"label": label, "help": help, "long": long, "required": required}
    return dataclasses.field(default=default, metadata=told)


def questions(facts: type) -> tuple[Question, ...]:
    """Every fact of a process that can be asked for, in the order of its declaration."""
    if facts not in _asked:
        hints = get_type_hints(facts)
        named = [f for f in dataclasses.fields(facts) if "label" in f.metadata]
        _asked[facts] = tuple(_question(f, hints[f.name]) for f in named)
    return _asked[facts]


def to_json(facts: object) -> str:
    """The facts as they are kept, with the version of their class."""
    held = {f.name: _plain(getattr(facts, f.name)) for f in dataclasses.fields(facts)}  # type: ignore[arg-type]
    return json.dumps({VERSION: _version(type(facts)), **held}, ensure_ascii=False, sort_keys=True)


def from_json(facts: type[F], kept: str) -> F:
    """Read facts back through their class: fields it no longer has are left, new ones begin unknown.

    A class whose fields changed their meaning says so by `VERSION` and `upgraded(held, version)`.
    """
    held = json.loads(kept)
    version = held.pop(VERSION, 1)
    if version != _version(facts):
        held = facts.upgraded(held, version)  # type: ignore[attr-defined]  # asked of classes that changed
    return made(facts, held)


def made(facts: type[F], held: Mapping[str, object]) -> F:
    """Facts from plain values (texts, numbers, ISO days), each read as its field's type."""
    hints = get_type_hints(facts)
    names = {f.name for f in dataclasses.fields(facts)}  # type: ignore[arg-type]
    return facts(**{name: _read(hints[name], value) for name, value in held.items() if name in names})


def _version(facts: type) -> int:
    return int(getattr(facts, "VERSION", 1))


def _question(field: dataclasses.Field[Any], hint: Any) -> Question:
    of = _bare(hint)
    meta = field.metadata
    options: tuple[tuple[str, str], ...] = ()
    if isinstance(of, type) and issubclass(of, Enum):
        options = tuple((str(one.value), str(getattr(one, "label", one.value))) for one in of)
    return Question(
        field.name,
        str(meta["label"]),
        str(meta["help"]),
        _kind(of, bool(meta["long"])),
        bool(meta["required"]),
        options,
    )


def _kind(of: Any, long: bool) -> Kind:
    if get_origin(of) is tuple:
        return Kind.DAYS if get_args(of)[0] is date else Kind.LINES
    if isinstance(of, type) and issubclass(of, Enum):
        return Kind.ONE_OF
    plain = {date: Kind.DAY, bool: Kind.YES_NO, int: Kind.NUMBER, str: Kind.LONG if long else Kind.TEXT}
    return plain[of]


def _bare(hint: Any) -> Any:
    """The type of a field that may also be unknown."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(one for one in get_args(hint) if one is not type(None))
    return hint


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _read(hint: Any, value: object) -> object:
    of = _bare(hint)
    if value is None:
        return None
    if get_origin(of) is tuple:
        inner = get_args(of)[0]
        return tuple(_read(inner, one) for one in value)  # type: ignore[attr-defined]
    if of is date:
        return value if isinstance(value, date) else parse_date(str(value))
    if isinstance(of, type) and issubclass(of, Enum):
        return of(value)
    return value
