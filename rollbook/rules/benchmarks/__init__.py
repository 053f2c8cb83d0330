"""Published figures of attendance beside the school's own, each with its source, year and definition (PA-5).

Our tables are made from the Department's files by `bin/benchmarks`; docs/benchmarks.md says what they are.
"""

from rollbook.rules.benchmarks.beside import Beside, beside
from rollbook.rules.benchmarks.census import CENSUS, Bands, Group, bands, census, years
from rollbook.rules.benchmarks.own import OwnCensus, OwnYearToDate, is_counted, own_census, own_year_to_date
from rollbook.rules.benchmarks.phases import BesidePhase, beside_phase
from rollbook.rules.benchmarks.published import LICENCE, Census, Measure, PublishedPhase, Source, YearToDate
from rollbook.rules.benchmarks.year_to_date import (
    AUTUMN,
    YEAR,
    Week,
    to_the_same_week,
    weeks,
    year_to_date,
    year_to_date_of_code,
)

__all__ = [
    "AUTUMN",
    "CENSUS",
    "LICENCE",
    "YEAR",
    "Bands",
    "Beside",
    "BesidePhase",
    "Census",
    "Group",
    "Measure",
    "OwnCensus",
    "OwnYearToDate",
    "PublishedPhase",
    "Source",
    "Week",
    "YearToDate",
    "bands",
    "beside",
    "beside_phase",
    "census",
    "is_counted",
    "own_census",
    "own_year_to_date",
    "to_the_same_week",
    "weeks",
    "year_to_date",
    "year_to_date_of_code",
    "years",
]
