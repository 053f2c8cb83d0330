"""The occasions on which Rollbook writes to families, the fields each knows, and words to begin with (COM-A).

The words stand in wordings.toml, by language; a school changes them as it likes, and supplies the languages that lack.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ENGLISH = "en"
LANGUAGES = {
    ENGLISH: "English", "ar": "Arabic", "bn": "Bengali", "bg": "Bulgarian", "zh": "Chinese", "cs": "Czech",
    "fa": "Farsi", "fr": "French", "de": "German", "gu": "Gujarati", "hu": "Hungarian", "it": "Italian",
    "ku": "Kurdish", "lt": "Lithuanian",
    "pa": "Panjabi", "ps": "Pashto", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "so": "Somali", "es": "Spanish", "ta": "Tamil", "ti": "Tigrinya", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
}  # fmt: skip
# What the letters' font holds: in other languages nobody could read more than empty boxes on paper.
PRINTED = ("bg", "cs", "fr", "de", "hu", "it", "lt", "pl", "pt", "ro", "ru", "sk", "so", "es", "tr", "uk", "vi")
# Written from right to left; a page that shows them says so.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ku", "ps", "ur"})

_EVERYBODY = {
    "pupil": "the pupils' names",
    "forename": "their forenames",
    "contact": "the person written to",
    "form": "the form or forms",
    "school": "the school",
}
_SESSION = {"session": "the session, as “this morning”"}


@dataclass(frozen=True, slots=True)
class Worded:
    """A subject (e-mail only) and words, with their fields."""

    words: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """An occasion to write: its name in code, what the office calls it, its channels, and the fields it knows.

    With `at_any_hour` a message of this purpose does not wait for the morning.
    """

    name: str
    label: str
    says: str
    fields: Mapping[str, str]
    channels: tuple[str, ...]
    at_any_hour: bool = False


_ALL = (
    Purpose(
        "first-day", "First day of absence", "Asks for the reason as soon as the registers have closed",
        _EVERYBODY | _SESSION, ("text", "email", "voice"),
    ),
    Purpose(
        "first-day-wrong", "Correction of a message", "Says that the child is in school after all",
        _EVERYBODY | _SESSION, ("text", "email", "voice"), at_any_hour=True,
    ),
    Purpose(
        "please-ring", "Please ring the school", "Says nothing about the child: for people who may not be told more",
        {"contact": _EVERYBODY["contact"], "school": _EVERYBODY["school"]}, ("text", "email", "voice"),
    ),
    Purpose(
        "parents-code", "Code for the form for parents", "Proves that it is somebody whom the school knows",
        {"code": "the code", "school": _EVERYBODY["school"]}, ("text", "email"), at_any_hour=True,
    ),
    Purpose(
        "chase", "Reason still missing", "Asks again for the reason of an absence that is over",
        _EVERYBODY | {"days": "the days and sessions, in words"}, ("text", "email"),
    ),
    Purpose(
        "late-call", "Call about lateness", "What whoever rings says, when a step of the school’s is a call home",
        _EVERYBODY | {"times": "how often late, in words", "since": "since which day", "pattern": "when mostly, if so"},
        ("voice",),
    ),
)  # fmt: skip
PURPOSES = {one.name: one for one in _ALL}
# What is never kept until the morning, beside the purposes that say so themselves: colleagues are called at once.
AT_ANY_HOUR = frozenset(
    {"pupil-missing", "register-late", "visits-overdue", "first-day-unaware", *(p.name for p in _ALL if p.at_any_hour)}
)


def own_words(purpose: str, channel: str, language: str) -> Worded | None:
    """The words that Rollbook brings for a purpose in a language, or None where the school has to write them."""
    found = _own().get(purpose, {}).get(channel, {}).get(language)
    return Worded(found["words"], found.get("subject", "")) if found else None


@cache
def _own() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]:
    return tomllib.loads((Path(__file__).parent / "wordings.toml").read_text(encoding="utf-8"))
