"""Which days and halves a family's own words speak of, and the words themselves. A person decides (ABS-A)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rollbook.rules.actor import LONDON
from rollbook.rules.sessions import Half

# A note without a day means today while school is on; what comes later in the day may mean tomorrow.
TODAY_UNTIL = 15
NOON = 12
_FAR = timedelta(days=60)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_SCHOOL_DAY = r"mon(?:day)?|tues?(?:day)?|wed(?:s|nesday)?|thur?s?(?:day)?|fri(?:day)?"
_WEEKDAY = r"(?P<{0}wd>" + _SCHOOL_DAY + r"|sat(?:urday)?|sun(?:day)?)"
_MONTH = r"(?P<{0}mon>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*"
_NUMBER = r"(?:the\s+)?(?P<{0}day>[0-3]?\d)(?:st|nd|rd|th)"
_DATED = r"(?P<{0}dd>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?" + _MONTH
_SLASHED = r"(?P<{0}sd>[0-3]?\d)/(?P<{0}sm>[01]?\d)(?:/(?:20)?\d\d)?"
_A_DAY = (
    r"(?:(?:" + _WEEKDAY + r"[,\s]+)?(?:" + _DATED + r"|" + _SLASHED + r"|" + _NUMBER + r")|(?:this\s+)?"
    r"(?P<{0}only>" + _SCHOOL_DAY + r")"
    r"|(?P<{0}word>today|tomorrow|tmrw|tomoz|yesterday))"
)  # fmt: skip


def _day(name: str) -> str:
    return _A_DAY.replace("{0}", name)


_RETURNS = r"(?<!not )(?<!n't )(?<!n’t )(?<!wont )\b(?:back|return\w*|be in|in again)\b(?:\s+\w+){0,2}?\s+(?:on |by )?"
_BACK = re.compile(_RETURNS + _day("b") + r"\b", re.IGNORECASE)
_UNTIL = re.compile(rf"\b(?:till|until|til|'til)\s+(?:the\s+)?{_day('u')}\b", re.IGNORECASE)
_THROUGH = re.compile(
    rf"\b(?:from\s+)?{_day('f')}\s*(?:-|–|to|through|thru|and)\s*{_day('t')}\b(?P<incl>\s+inclusive)?", re.IGNORECASE
)
_WEEK = re.compile(r"\b(?:all|this whole|the whole|rest of the|rest of this|for the)\s+week\b", re.IGNORECASE)
_NEXT_WEEK = re.compile(r"\b(?:all\s+(?:of\s+)?)?next week\b", re.IGNORECASE)
# Only today is sure where the words leave the end open.
_OPEN_END = re.compile(
    r"\b(?:few|couple of|two|three|several) days\b|\bnot sure\b|\bfor now\b|\bfurther notice\b|\bhopefully\b"
    r"|\b(?:may|might|should) be (?:back|in)\b|\bmaybe\b|\bif (?:he|she|they)(?:'s| is| are)? (?:better|well)\b",
    re.IGNORECASE,
)
_WAS = re.compile(r"\b(?:was|were|had been|wasn'?t|didn'?t)\b", re.IGNORECASE)
_MORNING = re.compile(
    r"\bthis morning\b|\bin the morning\b|\b(?:in|back) (?:after|by|at|for) (?:lunch|dinner|noon)\b"
    r"|\b(?:in for|back|back in|in by) (?:the |this )?(?:afternoon|pm)\b|\bmiss(?:ing)? the morning\b",
    re.IGNORECASE,
)
_AFTERNOON = re.compile(
    r"\bthis afternoon\b|\bfrom (?:lunch|noon)\b|\bafter lunch only\b|\bmiss(?:ing)? the afternoon\b", re.IGNORECASE
)
_TOMORROW_MORNING = re.compile(r"\btomorrow (?:morning|am)\b", re.IGNORECASE)
_TOMORROW_AFTERNOON = re.compile(r"\btomorrow (?:afternoon|pm)\b", re.IGNORECASE)
_ANY_DAY = re.compile(rf"\b(?:on\s+)?{_day('d')}\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b(?:at|for|@)\s*(?P<hour>1?\d)(?:[:.](?P<minute>[0-5]\d))?\s*(?P<part>am|pm|o'?clock)?\b", re.IGNORECASE
)
_MEETING = re.compile(
    r"\b(?:appointment|appt|dentist\w*|orthodont\w*|optician\w*|hospital|clinic|doctor'?s?|gp)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SaidDays:
    """From which day to which the words say that a pupil is away (calendar days), and in which half.

    `half` None is the whole day; `back` is when the pupil is expected again, where said. `words` led to it.
    """

    first: date
    last: date
    half: Half | None
    back: date | None
    words: tuple[str, ...]


def said_days(told: str, at: datetime) -> SaidDays | None:
    """What some words, said at that moment, mean in days; None where they do not say.

    Where they leave the end open, today alone is sure. “Till Thursday” counts to Wednesday: one more day
    explained than was meant would hide a child, one fewer is asked about again. A day that has passed is
    meant only where the words speak of the past.
    """
    today = at.astimezone(LONDON).date()
    if found := _OPEN_END.search(told):
        return SaidDays(today, today, None, None, (_tidy(found.group()), "so today only"))
    return _to_come_back(told, today) or _spanning(told, today) or _one_day(told, at)


def _to_come_back(told: str, today: date) -> SaidDays | None:
    """“Back on Monday”, “off till Thursday”: from today, or from the day that is named first, to the day before."""
    found = _BACK.search(told) or _UNTIL.search(told)
    if found is None:
        return None
    back = _resolved(found, "b" if found.re is _BACK else "u", today)
    if back is None or not today < back <= today + _FAR:
        return None
    rest = told[: found.start()] + " " + told[found.end() :]
    first = _named(rest, today)
    start = first[0] if first else today
    if start >= back:
        return None
    words = ((first[1],) if first else ()) + (_tidy(found.group()),)
    return SaidDays(start, back - timedelta(days=1), None, back, words)


def _spanning(told: str, today: date) -> SaidDays | None:
    monday = today - timedelta(days=today.weekday())
    if found := _NEXT_WEEK.search(told):
        start = monday + timedelta(days=7)
        return SaidDays(start, start + timedelta(days=4), None, None, (_tidy(found.group()),))
    if found := _WEEK.search(told):
        return SaidDays(min(today, monday + timedelta(days=4)), monday + timedelta(days=4), None, None,
                        (_tidy(found.group()),))  # fmt: skip
    for found in _THROUGH.finditer(told):
        first, last = _resolved(found, "f", today), _resolved(found, "t", today)
        if first and last and first <= last <= first + _FAR:
            return SaidDays(first, last, None, None, (_tidy(found.group()),))
    return None


def _one_day(told: str, at: datetime) -> SaidDays | None:
    today = at.astimezone(LONDON).date()
    named, unread = _all_named(told, today, past=_WAS.search(told) is not None)
    if unread or len({day for day, _ in named}) > 1:
        return None
    half, half_words = _half(told)
    if named:
        day, words = named[0]
        return SaidDays(day, day, half, None, (*dict.fromkeys((words, *half_words)),))
    if half_words and _is_about_today(half_words):
        return SaidDays(today, today, half, None, half_words)
    if at.astimezone(LONDON).hour >= TODAY_UNTIL or not told.strip():
        return None
    return SaidDays(today, today, half, None, (*half_words, "no other day"))


def _half(told: str) -> tuple[Half | None, tuple[str, ...]]:
    for half, patterns in ((Half.AM, (_TOMORROW_MORNING, _MORNING)), (Half.PM, (_TOMORROW_AFTERNOON, _AFTERNOON))):
        for pattern in patterns:
            if found := pattern.search(told):
                return half, (_tidy(found.group()),)
    return _half_by_clock(told)


def _half_by_clock(told: str) -> tuple[Half | None, tuple[str, ...]]:
    """“Appointment at 10:30” is about the morning; a time without an appointment says nothing."""
    found = _CLOCK.search(told) if _MEETING.search(told) else None
    if found is None:
        return None, ()
    hour, part = int(found.group("hour")), (found.group("part") or "").lower()
    after_noon = part == "pm" or (not part.startswith("a") and (hour >= NOON or 1 <= hour <= 5))
    if hour > 17 or hour == 0:
        return None, ()
    return (Half.PM if after_noon else Half.AM), (_tidy(found.group()),)


def _is_about_today(words: tuple[str, ...]) -> bool:
    return any(word.startswith(("this", "at", "for", "@", "in ", "back", "miss", "from")) for word in words)


def _named(told: str, today: date) -> tuple[date, str] | None:
    named, unread = _all_named(told, today, past=False)
    return named[0] if named and not unread else None


def _all_named(told: str, today: date, *, past: bool) -> tuple[list[tuple[date, str]], bool]:
    """Every day that the words name, in their order, and whether there is one that cannot be read."""
    found, unread = [], False
    for one in _ANY_DAY.finditer(told):
        day = _resolved(one, "d", today, past=past)
        if day is None or abs(day - today) > _FAR:
            unread = True
        else:
            found.append((day, _tidy(one.group())))
    return found, unread


def _resolved(found: re.Match[str], name: str, today: date, *, past: bool = False) -> date | None:
    if word := found.groupdict().get(f"{name}word"):
        return today + timedelta(days={"today": 0, "yesterday": -1}.get(word.lower(), 1))
    if only := found.groupdict().get(f"{name}only"):
        return _weekday(only, today, past=past)
    day = _by_number(name, found, today)
    wanted = found.groupdict().get(f"{name}wd")
    if day is None or (wanted and _DAYS[day.weekday()][:3] != wanted[:3].lower()):
        return None
    return day


def _weekday(word: str, today: date, *, past: bool) -> date:
    """The next day of that name, today's included; the last one before today where the words speak of the past."""
    number = next(n for n, name in enumerate(_DAYS) if name.startswith(word[:3].lower()))
    if past:
        return today - timedelta(days=(today.weekday() - number) % 7 or 7)
    return today + timedelta(days=(number - today.weekday()) % 7)


def _by_number(name: str, found: re.Match[str], today: date) -> date | None:
    """The date nearest to today that fits a day of the month, with or without its month."""
    groups = found.groupdict()
    number = int(groups.get(f"{name}dd") or groups.get(f"{name}sd") or groups.get(f"{name}day") or 0)
    month = _month(groups.get(f"{name}mon"), groups.get(f"{name}sm"))
    if month is not None:
        fits = [d for year in (today.year - 1, today.year, today.year + 1) if (d := _date(year, month, number))]
    else:
        around = [(today.replace(day=1) + timedelta(days=31 * n)).replace(day=1) for n in (-1, 0, 1)]
        fits = [d for first in around if (d := _date(first.year, first.month, number))]
    return min(fits, key=lambda d: abs(d - today), default=None)


def _month(word: str | None, number: str | None) -> int | None:
    if word:
        return _MONTHS.index(word[:3].lower()) + 1
    return int(number) if number else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _tidy(words: str) -> str:
    return " ".join(words.split()).lower()
