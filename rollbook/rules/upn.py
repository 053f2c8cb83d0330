"""The unique pupil number: thirteen characters, of which the first checks the rest.

Letter, local authority (3), establishment (4), year of allocation (2), serial (3) (UPN-1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rollbook.rules.refused import Refused
from rollbook.rules.sources import refuse

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ"
LENGTH = 13

# UPN-1: the local-authority numbers a UPN may carry, as runs with both ends included.
# 940 to 943 (new authorities of 2021 and 2023) are unverified.
LA_NUMBERS: tuple[tuple[int, int], ...] = (
    (1, 5), (201, 213), (301, 320), (330, 336), (340, 344), (350, 359), (370, 373), (380, 384),
    (390, 394), (420, 420),
    (660, 681), (701, 708), (800, 803), (805, 808), (810, 813), (815, 816), (820, 823), (825, 826),
    (830, 831), (835, 841), (845, 846), (850, 852), (855, 857), (860, 861), (865, 896), (908, 909),
    (916, 916), (919, 919), (921, 921), (925, 926), (928, 929), (931, 931), (933, 933), (935, 938),
    (940, 943),
)  # fmt: skip

_SHAPE = re.compile(rf"[{ALPHABET}][0-9]{{11}}[0-9{ALPHABET}]")


class UpnKind(StrEnum):
    """A permanent number stays for life; a temporary one waits for it."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"


@dataclass(frozen=True, slots=True)
class UpnVerdict:
    """What a UPN is: `why` is a sentence for the office when it is not valid, else empty."""

    valid: bool
    kind: UpnKind | None
    why: str


class BadUpn(Refused):
    """The thirteen characters are not a UPN."""


def examine(text: str) -> UpnVerdict:
    """Say whether a UPN is valid, of which kind, and if not, why (UPN-1)."""
    why = _fault(text)
    if why:
        return UpnVerdict(valid=False, kind=None, why=why)
    kind = UpnKind.PERMANENT if text[-1].isdigit() else UpnKind.TEMPORARY
    return UpnVerdict(valid=True, kind=kind, why="")


def parse_upn(text: str) -> str:
    """The UPN in capitals without blanks around it; refuses one that is not valid (UPN-1)."""
    tidy = text.strip().upper()
    why = _fault(tidy)
    if why:
        raise refuse("UPN-1", why, BadUpn)
    return tidy


def check_letter(rest: str) -> str:
    """The letter that must stand before these twelve characters (UPN-1).

    Each character's value times its position (2 to 13), summed, modulo 23; a letter is worth its
    place in the alphabet without I, O and S.
    """
    total = sum(place * _value(character) for place, character in enumerate(rest, start=2))
    return ALPHABET[total % len(ALPHABET)]


def upn_for(la: int, establishment: int, year: int, serial: int, *, temporary: str = "") -> str:
    """Make a UPN; `year` is the calendar year; a temporary one has two digits of serial and then the letter."""
    tail = f"{serial:02d}{temporary}" if temporary else f"{serial:03d}"
    rest = f"{la:03d}{establishment:04d}{year % 100:02d}{tail}"
    return check_letter(rest) + rest


def is_known_la(number: int) -> bool:
    """Whether a UPN may carry this local-authority number (UPN-1)."""
    return any(first <= number <= last for first, last in LA_NUMBERS)


def _fault(text: str) -> str:
    if len(text) != LENGTH:
        return f"A UPN has {LENGTH} characters; this one has {len(text)}."
    if not _SHAPE.fullmatch(text):
        return _misshapen(text)
    if not is_known_la(int(text[1:4])):
        return f"Characters 2 to 4 ({text[1:4]}) are not a local-authority number that a UPN can carry."
    due = check_letter(text[1:])
    if text[0] != due:
        return (
            f"The check letter is {text[0]} but the other twelve characters need {due}. Look for a mistyped or "
            "swapped character."
        )
    return ""


def _misshapen(text: str) -> str:
    if text[0] not in ALPHABET:
        return "The first character must be a capital letter other than I, O or S."
    if not (text[1:12].isascii() and text[1:12].isdigit()):
        return "Characters 2 to 12 must be digits. Look for a letter O typed for 0, or I for 1."
    return "The last character must be a digit, or in a temporary UPN a capital letter other than I, O or S."


def _value(character: str) -> int:
    return int(character) if character.isdigit() else ALPHABET.index(character)
