"""Which codes the register knows on a date, and what they mean there.

All meaning of a mark comes from here (COD-1); the table itself is in `code_table`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from rollbook.rules.code import Ages, Code, Detail, StatClass
from rollbook.rules.code_table import CODES
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse

__all__ = ["Ages", "Code", "CodeNotInForce", "Detail", "StatClass", "change_dates", "code_on", "ever_known", "in_force"]


class CodeNotInForce(Refused):
    """The register knew no such code on that date."""


def in_force(on: date) -> Mapping[str, Code]:
    """Every code in force on a date, by symbol, in the order of the table (COD-1)."""
    return _version(bisect_right(change_dates(), on))


def code_on(symbol: str, on: date) -> Code:
    """The code as it stood on a date; refuses one that was not in force (COD-1, COD-20)."""
    code = in_force(on).get(symbol)
    if code is None:
        raise _not_in_force(symbol, on)
    return code


@cache
def change_dates() -> tuple[date, ...]:
    """The days on which the set of codes changed, in order (COD-20)."""
    ends = (code.valid_to + timedelta(days=1) for code in CODES if code.valid_to)
    return tuple(sorted({code.valid_from for code in CODES} | set(ends)))


@cache
def ever_known() -> Mapping[str, Code]:
    """Every symbol the table has ever held, with its latest meaning, for undated counts."""
    return MappingProxyType({code.symbol: code for code in CODES})


@cache
def _version(n: int) -> Mapping[str, Code]:
    if n == 0:
        return MappingProxyType({})
    day = change_dates()[n - 1]
    stood = (code for code in CODES if code.valid_from <= day and (code.valid_to is None or day <= code.valid_to))
    return MappingProxyType({code.symbol: code for code in stood})


def _not_in_force(symbol: str, on: date) -> Refused:
    known = ever_known().get(symbol)
    if known is None:
        return refuse("COD-1", _unknown(symbol), CodeNotInForce)
    if on < known.valid_from:
        says = f"Code {symbol} began on {in_words(known.valid_from)}, after this session. {known.instead}"
        return refuse("COD-20", says.strip(), CodeNotInForce)
    last = known.valid_to or on
    says = f"Code {symbol} ({known.name}) may not be used after {in_words(last)}. {known.instead}"
    return refuse("COD-20", says.strip(), CodeNotInForce)


def _unknown(symbol: str) -> str:
    if symbol.upper() in ever_known() and symbol != symbol.upper():
        return f"“{symbol}” is not a code of the attendance register. Write it in capitals: {symbol.upper()}."
    return f"“{symbol}” is not a code of the attendance register. Choose one from the list of codes."
