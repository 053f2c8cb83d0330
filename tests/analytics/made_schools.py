"""Small school-years for the tests of the store, marks drawn by a seeded generator."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from rollbook.analytics.school_year import DATES, FLAGS, TEXTS, ChainHead, Heading, SchoolYear, Texts
from rollbook.rules.year_row import BYTE_OF, totals_of

CODES = np.array([0, *(BYTE_OF[c] for c in ("/", "\\", "L", "I", "M", "O", "U", "N", "#", "D"))], np.uint8)


def school_days(year: int = 2026, days: int = 60) -> tuple[date, ...]:
    first = date(year, 9, 1)
    return tuple(day for n in range(days) if (day := first + timedelta(n)).weekday() < 5)


def made_heading(urn: str = "100001", *, year: int = 2026, la: str = "301", phase: str = "Secondary") -> Heading:
    return Heading(
        year=year,
        urn=urn,
        name=f"School “{urn}”",
        la=la,
        phase=phase,
        made_at="2026-11-20T10:00:00+00:00",
        school_days=school_days(year),
        chain=ChainHead(year, 7, "ab" * 32),
        roll="cd" * 32,
    )


def made_school(urn: str = "100001", *, pupils: int = 6, seed: int = 1, year: int = 2026, **more: str) -> SchoolYear:
    drawn = np.random.default_rng(seed)
    about = made_heading(urn, year=year, **more)
    codes = np.zeros((pupils, 732), np.uint8)
    slots = [(day - date(year, 8, 1)).days * 2 + half for day in about.school_days for half in (0, 1)]
    codes[:, slots] = CODES[drawn.integers(0, len(CODES), (pupils, len(slots)))]
    totals = [totals_of(row.tobytes(), year) for row in codes]
    counted = [
        (t.possible, t.attended, t.authorised, t.unauthorised, t.late_before_close, t.late_after_close) for t in totals
    ]
    texts = {name: Texts.of([f"{name} {n % 3}" if n else "" for n in range(pupils)]) for name in TEXTS}
    texts["pupil"] = Texts.of([f"p{n}" for n in range(pupils)])
    dates = {name: np.array(["NaT", f"{year}-09-01"], "datetime64[D]")[np.arange(pupils) % 2] for name in DATES}
    return SchoolYear(
        heading=about,
        pupils=pupils,
        codes=codes,
        totals=np.asarray(counted, np.int32).reshape(-1, 6),
        texts=texts,
        flags={name: (np.arange(pupils) % 3 - 1).astype(np.int8) for name in FLAGS},
        dates=dates,
    )


def assert_same(one: SchoolYear, other: SchoolYear) -> None:
    """Two school-years of the same columns are equal in every entry."""
    assert (one.heading, one.pupils) == (other.heading, other.pupils)
    for name in ("codes", "totals"):
        assert np.array_equal(getattr(one, name), getattr(other, name))
    assert {n: t.each() for n, t in one.texts.items()} == {n: t.each() for n, t in other.texts.items()}
    for mine, others in ((one.flags, other.flags), (one.dates, other.dates)):
        assert {n: v.tolist() for n, v in mine.items()} == {n: v.tolist() for n, v in others.items()}
