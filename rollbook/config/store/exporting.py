"""A school's years out of the database into the store: only those that have changed since they were last written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from rollbook.absence.queries.days import days_met
from rollbook.analytics.matrix import Matrix
from rollbook.analytics.parquet import BadFile, NotSeen, heading, place_of, write
from rollbook.analytics.school_year import DATES, FLAGS, TEXTS, ChainHead, Heading, SchoolYear, Texts
from rollbook.analytics.summary import summary
from rollbook.audit.actions import log_access
from rollbook.audit.snapshots import one_snapshot
from rollbook.pupils.queries.in_year import InYear, in_year
from rollbook.registers.queries.fingerprints import fingerprint
from rollbook.registers.queries.years import YearLine, year_lines
from rollbook.rules.actor import Actor
from rollbook.rules.age import compulsory_age
from rollbook.rules.year_row import year_ends
from rollbook.schools.queries import SchoolDetails, policies, school_line, years_known


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of one school-year; `pupils` None where nothing had changed and the file stands as it was."""

    place: Path
    pupils: int | None


def export_years(actor: Actor, folder: Path, year: int | None = None) -> tuple[Exported, ...]:
    """Bring a school's years in the store up to date: all that it has terms for, or one.

    Each is of one moment. A fixed number of statements for each year, fewer where nothing has changed.
    """
    done = [export_year(actor, folder, each) for each in ([year] if year is not None else sorted(years_known(actor)))]
    written = [one for one in done if one is not None and one.pupils is not None]
    if written:
        log_access(actor, what=f"export of school-years: {len(written)}", subject=f"school:{actor.school}")
    return tuple(one for one in done if one is not None)


def export_year(actor: Actor, folder: Path, year: int) -> Exported | None:
    """One school-year; None where the school has no pupils in it."""
    with one_snapshot():
        school = school_line(actor)
        pupils = in_year(actor, year)
        about = _heading(actor, school, year, pupils)
        place = place_of(folder, year, school.urn)
        if _stands(place, about):
            return Exported(place, None)
        # A row is made ahead for whoever comes next year; without a day on the roll or a mark it is nobody's year.
        lines = [line for line in year_lines(actor, (year,)) if line.pupil_id in pupils or any(line.codes)]
    if not lines:
        return None
    write(folder, _school_year(about, lines, pupils))
    return Exported(place, len(lines))


def _stands(place: Path, about: Heading) -> bool:
    """Whether the file says all that this one would; a bad file is written anew."""
    with suppress(BadFile, NotSeen):
        return replace(heading(place), made_at=about.made_at) == about
    return False


def _heading(actor: Actor, school: SchoolDetails, year: int, pupils: Mapping[int, InYear]) -> Heading:
    chain = fingerprint(actor)
    return Heading(
        year=year,
        urn=school.urn,
        name=school.name,
        la=school.la_number,
        phase=school.phase,
        made_at=actor.now.isoformat(timespec="seconds"),
        school_days=days_met(actor, year).days,
        chain=ChainHead(chain.chain_year, chain.seq, chain.head),
        roll=_digest(pupils),
        count_no_reason=_counts_no_reason(actor, min(actor.today, year_ends(year))),
    )


def _counts_no_reason(actor: Actor, on: date) -> bool:
    """The school's setting on the year's last day that has come (PEN-1); the usual one before it had any."""
    found = next((policy for policy in policies(actor) if policy.valid_from <= on), None)
    return found is None or found.count_no_reason_for_penalty


def _digest(pupils: Mapping[int, InYear]) -> str:
    """What would be written beside the marks, in 64 characters."""
    said = [
        [p.public_id, p.sex, str(p.born), str(p.first_day), str(p.last_day), p.year_group, p.group, *sorted(p.flags)]
        for _, p in sorted(pupils.items())
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _school_year(about: Heading, lines: Sequence[YearLine], pupils: Mapping[int, InYear]) -> SchoolYear:
    matrix = Matrix.of_rows(about.year, [line.codes for line in lines])
    known = [pupils.get(line.pupil_id) for line in lines]
    of = {
        "pupil": [p.public_id if p else "" for p in known],
        "year_group": [p.year_group if p else "" for p in known],
        "group": [p.group if p else "" for p in known],
        "sex": [p.sex if p else "" for p in known],
    }
    ages = [compulsory_age(p.born) if p else None for p in known]
    dates: dict[str, list[date | None]] = {
        "first_day": [p.first_day if p else None for p in known],
        "last_day": [p.last_day if p else None for p in known],
        "compulsory_from": [age.starts_on if age else None for age in ages],
        "compulsory_to": [age.ends_on if age else None for age in ages],
    }
    return SchoolYear(
        heading=about,
        pupils=len(lines),
        codes=matrix.codes,
        totals=summary(matrix),
        texts={name: Texts.of(of[name]) for name in TEXTS},
        flags={name: np.array([(name in p.flags) if p else -1 for p in known], np.int8) for name in FLAGS},
        dates={name: np.array(dates[name], "datetime64[D]") for name in DATES},
    )
