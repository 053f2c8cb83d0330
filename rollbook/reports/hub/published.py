"""What a shard publishes: the columns of each view, the same on shard and hub, and the statements behind them.

`VERSION` grows with every change to a column; a hub reads shards of its own version only.
"""

from __future__ import annotations

from dataclasses import dataclass

VERSION = 1
SCHEMA = "rollbook_hub"


@dataclass(frozen=True, slots=True)
class Published:
    """One view: its name, each column with its type in PostgreSQL, and what it is read from.

    The first column is always the shard's own name: the hub's partitions are told apart by it.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    source: str

    @property
    def declared(self) -> str:
        """The columns as a table on the hub declares them."""
        return ", ".join(f"{name} {kind}" for name, kind in self.columns)

    @property
    def statement(self) -> str:
        """The view; every column is cast to what the hub declares."""
        cast = ", ".join(f"({_SOURCES[self.name].get(n, n)})::{kind} AS {n}" for n, kind in self.columns)
        return f"CREATE VIEW {SCHEMA}.{self.name} AS SELECT {cast} FROM {self.source}"  # noqa: S608  # our own words


_A_SHARD = (("shard", "text"), ("urn", "text"))
_OF_A_SCHOOL = (
    *_A_SHARD,
    ("name", "text"),
    ("phase", "text"),
    ("trust", "text"),
    ("practice", "boolean"),
    ("chain_year", "smallint"),
    ("chain_seq", "bigint"),
)
_COUNTED = (
    *(("year", "smallint"), ("made_at", "timestamptz"), ("chain_year", "smallint"), ("chain_seq", "bigint")),
    *((name, "integer") for name in ("pupils", "possible", "attended", "authorised", "unauthorised")),
    *((name, "integer") for name in ("late_before_close", "late_after_close", "persistent", "severe")),
    *(("counted_to", "date"), ("since", "date")),
    *((f"{name}_then", "integer") for name in ("pupils", "possible", "absent", "persistent", "severe")),
    *(("due", "integer"), ("unmarked", "integer"), ("weeks", "jsonb"), ("year_groups", "jsonb")),
)
_OWN_NAME = "(SELECT name FROM rollbook_hub.about)"
_TOTALS = tuple((name, "smallint") for name in ("possible", "attended", "authorised", "unauthorised"))
# Where a column is called otherwise in the tables, or has to be taken from one of several.
_SOURCES: dict[str, dict[str, str]] = {
    "schools": {
        "shard": _OWN_NAME,
        "urn": "s.urn",
        "name": "s.name",
        "phase": "s.phase",
        "trust": "coalesce(t.slug, '')",
        "practice": "s.practice_shift IS NOT NULL",
        "chain_year": "coalesce(c.year, 0)",
        "chain_seq": "coalesce(c.seq, 0)",
    },
    "figures": {
        "shard": _OWN_NAME,
        "urn": "s.urn",
        "trust": "coalesce(t.slug, '')",
        **{name: f"f.{name}" for name, _ in _COUNTED},
    },
    "pupil_years": {
        "shard": _OWN_NAME,
        "urn": "s.urn",
        "year": "y.year",
        "year_group": "coalesce(g.nc_year, '')",
        "codes": "y.codes",
        **{name: f"y.{name}" for name, _ in _TOTALS},
    },
}
_SCHOOL = "schools_school s LEFT JOIN schools_trust t ON t.id = s.trust_id"

SCHOOLS = Published("schools", _OF_A_SCHOOL, f"{_SCHOOL} LEFT JOIN registers_chain c ON c.school_id = s.id")
FIGURES = Published(
    "figures",
    (*_A_SHARD, ("trust", "text"), *_COUNTED),
    f"{_SCHOOL} JOIN reports_schoolfigures f ON f.school_id = s.id",
)
# DISTINCT ON proves that the year group doubles no row: where nobody asks for it, PostgreSQL leaves the join out.
PUPIL_YEARS = Published(
    "pupil_years",
    (*_A_SHARD, ("year", "smallint"), ("year_group", "text"), ("codes", "bytea"), *_TOTALS),
    "registers_pupilyear y JOIN schools_school s ON s.id = y.school_id LEFT JOIN ("
    "SELECT DISTINCT ON (m.pupil_id, g.year) m.pupil_id, g.year, g.nc_year"
    " FROM pupils_groupmembership m JOIN pupils_group g ON g.id = m.group_id"
    " WHERE g.kind IN ('year', 'registration') AND g.nc_year <> ''"
    " ORDER BY m.pupil_id, g.year, (g.kind = 'year') DESC, m.first DESC, m.id DESC"
    ") g ON g.pupil_id = y.pupil_id AND g.year = y.year",
)
VIEWS = (SCHOOLS, FIGURES, PUPIL_YEARS)
