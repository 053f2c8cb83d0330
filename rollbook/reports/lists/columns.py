"""Which columns a list may have: every field that the product holds of a pupil, and who may see each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rollbook.pupils.queries.on_the_roll import CHARACTERISTICS
from rollbook.pupils.queries.own_fields import OwnFieldLine, own_fields
from rollbook.reports.lists.facts import Facts, Row
from rollbook.rules.access import Permission as P
from rollbook.rules.actor import Actor
from rollbook.rules.age import age_on
from rollbook.rules.attendance import NOTHING, Percentage, absence_of, attendance_of, is_persistent, is_severe
from rollbook.rules.codes import code_on
from rollbook.rules.codesets import name_of
from rollbook.rules.lists import Holds, Value
from rollbook.rules.own_fields import FieldKind
from rollbook.rules.sessions import Half

OWN = "own:"
_OWN_HOLDS = {FieldKind.NUMBER: Holds.NUMBER, FieldKind.DAY: Holds.DAY}
_CONTACTS = frozenset({P.SEE_CONTACTS})
_FLAGS = frozenset({P.SEE_FLAGS})
_PARTICULARS = frozenset({P.SEE_FLAGS, P.EDIT_PUPILS})
_NEEDS = frozenset({P.SEE_NEEDS})
_CASES = frozenset({P.SEE_CASES})

Get = Callable[[Facts, Row], Value]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column that may be chosen: `wants` any of these permissions (none: whoever sees the pupil).

    `typed` are words that somebody's name or address could be: they never leave the school in a shared definition.
    """

    key: str
    title: str
    holds: Holds
    shelf: str
    get: Get
    wants: frozenset[P] = frozenset()
    typed: bool = False


def columns_for(actor: Actor) -> Mapping[str, ListColumn]:
    """Every column that this reader may see, by key, in the order in which they are offered: one statement."""
    return columns_of(actor, own_fields(actor))


def columns_of(actor: Actor, own: Iterable[OwnFieldLine]) -> Mapping[str, ListColumn]:
    """The same, with the own fields that were read already."""
    known = {column.key: column for column in COLUMNS if not column.wants or column.wants & actor.permissions}
    return known | {column.key: column for column in map(_own_column, own)}


def _own_column(field: OwnFieldLine) -> ListColumn:
    key = str(field.public_id)
    return ListColumn(
        f"{OWN}{key}",
        field.name,
        _OWN_HOLDS.get(field.shape.kind, Holds.WORDS),
        "Own fields",
        lambda facts, row: facts.own.get(key, {}).get(row.pupil.id),
        typed=field.shape.kind in (FieldKind.WORDS, FieldKind.LONG_WORDS),
    )


def _next_birthday(born: date, today: date) -> date:
    """The day on which they are a year older; who was born on 29 February is so on 1 March of other years."""
    for year in (today.year, today.year + 1):
        try:
            found = born.replace(year=year)
        except ValueError:
            found = date(year, 3, 1)
        if found >= today:
            return found
    return found


def _mark(half: Half) -> Get:
    def get(facts: Facts, row: Row) -> Value:
        mark = facts.today_marks[half].get(row.pupil.id)
        return code_on(mark.code, facts.today).symbol if mark else None

    return get


def _minutes(facts: Facts, row: Row) -> Value:
    marks = (facts.today_marks[half].get(row.pupil.id) for half in Half)
    return sum(mark.minutes or 0 for mark in marks if mark) or None


def _missed_today(facts: Facts, row: Row) -> Value:
    """Whether they miss a session of today; nothing before the first mark."""
    marks = [mark for half in Half if (mark := facts.today_marks[half].get(row.pupil.id))]
    return any(code_on(mark.code, facts.today).absent for mark in marks) if marks else None


def _having(kind: str) -> Get:
    return lambda facts, row: any(flag.kind == kind for flag in facts.flags.get(row.pupil.id, ()))


def _need(kind: str) -> Get:
    return lambda facts, row: "; ".join(one.says for one in facts.needs.get(row.pupil.id, ()) if one.kind == kind)


def _total(name: str) -> Get:
    return lambda facts, row: int(getattr(facts.totals.get(row.pupil.id, NOTHING), name))


def _share(what: Callable[..., Percentage | None], *, year: bool = False) -> Get:
    def get(facts: Facts, row: Row) -> Value:
        return what((facts.year_totals if year else facts.totals).get(row.pupil.id, NOTHING))

    return get


def _pupil(name: str) -> Get:
    return lambda _, row: getattr(row.pupil, name)


def _contact(name: str) -> Get:
    return lambda _, row: getattr(row.contact, name) if row.contact else None


def _address(part: int) -> Get:
    return lambda facts, row: facts.addresses.get(row.pupil.id, ("", ""))[part]


def _last_marked(facts: Facts, row: Row) -> Value:
    session = facts.last_mark.get(row.pupil.id)
    return session.on if session else None


def _names(*names: str) -> Get:
    return lambda _, row: " ".join(part for name in names if (part := getattr(row.pupil, name)))


_W, _N, _D, _S, _Y = Holds.WORDS, Holds.NUMBER, Holds.DAY, Holds.SHARE, Holds.YES_NO
_PUPIL, _SCHOOL, _FAMILY = "The pupil", "In the school", "Home and contacts"
_TODAY, _FIGURES, _FLAG, _WORK = "Today", "Attendance", "What is known of them", "What is done"

COLUMNS: tuple[ListColumn, ...] = (
    ListColumn("name", "Name", _W, _PUPIL, _pupil("listed_name"), typed=True),
    ListColumn("forename", "Forename", _W, _PUPIL, _pupil("forename"), typed=True),
    ListColumn("surname", "Surname", _W, _PUPIL, _pupil("surname"), typed=True),
    ListColumn(
        "legal-name", "Legal name", _W, _PUPIL, _names("legal_forename", "middle_names", "legal_surname"), typed=True
    ),
    ListColumn("former-surname", "Former surname", _W, _PUPIL, _pupil("former_surname"), typed=True),
    ListColumn("sex", "Sex", _W, _PUPIL, lambda _, row: name_of("sex", row.pupil.sex)),
    ListColumn("born", "Born", _D, _PUPIL, _pupil("born")),
    ListColumn("age", "Age", _N, _PUPIL, lambda facts, row: age_on(row.pupil.born, facts.today)),
    ListColumn("birthday", "Next birthday", _D, _PUPIL, lambda facts, row: _next_birthday(row.pupil.born, facts.today)),
    ListColumn("upn", "UPN", _W, _PUPIL, _pupil("upn"), _CONTACTS, typed=True),
    ListColumn("former-upn", "Former UPN", _W, _PUPIL, _pupil("former_upn"), _CONTACTS, typed=True),
    ListColumn("admission-number", "Admission number", _W, _PUPIL, _pupil("admission_number"), typed=True),
    ListColumn(
        "ethnicity", "Ethnicity", _W, _PUPIL, lambda _, row: name_of("ethnicity", row.pupil.ethnicity), _PARTICULARS
    ),
    ListColumn(
        "language",
        "First language",
        _W,
        _PUPIL,
        lambda _, row: name_of("first_language", row.pupil.first_language),
        _PARTICULARS,
    ),
    ListColumn("year", "Year", _W, _SCHOOL, _pupil("nc_year")),
    ListColumn("form", "Form", _W, _SCHOOL, _pupil("registration")),
    ListColumn("house", "House", _W, _SCHOOL, _pupil("house")),
    ListColumn("groups", "Teaching groups", _W, _SCHOOL, lambda facts, row: facts.groups.get(row.pupil.id, ())),
    ListColumn("first-day", "First day on roll", _D, _SCHOOL, _pupil("first_day")),
    ListColumn("last-day", "Last day on roll", _D, _SCHOOL, _pupil("last_day")),
    ListColumn("boarder", "Boards", _Y, _SCHOOL, _pupil("boarder")),
    ListColumn("last-school", "Last school", _W, _SCHOOL, _pupil("last_school_name"), _CONTACTS),
    ListColumn("address", "Address", _W, _FAMILY, _address(0), _CONTACTS, typed=True),
    ListColumn("postcode", "Postcode", _W, _FAMILY, _address(1), _CONTACTS, typed=True),
    ListColumn(
        "siblings", "Brothers and sisters here", _W, _FAMILY,
        lambda facts, row: facts.siblings.get(row.pupil.id, ()), _CONTACTS, typed=True,
    ),
    ListColumn(
        "contacts", "How many contacts", _N, _FAMILY, lambda facts, row: len(facts.contacts.get(row.pupil.id, ())),
        _CONTACTS,
    ),
    ListColumn("contact-name", "Contact", _W, _FAMILY, _contact("name"), _CONTACTS, typed=True),
    ListColumn("contact-relationship", "Contact is", _W, _FAMILY, _contact("relationship"), _CONTACTS),
    ListColumn("contact-phone", "Telephone", _W, _FAMILY, _contact("numbers"), _CONTACTS, typed=True),
    ListColumn("contact-email", "E-mail", _W, _FAMILY, _contact("emails"), _CONTACTS, typed=True),
    ListColumn("contact-address", "Contact’s address", _W, _FAMILY, _contact("address"), _CONTACTS, typed=True),
    ListColumn("contact-lives-with", "Lives with the contact", _Y, _FAMILY, _contact("lives_with"), _CONTACTS),
    ListColumn("contact-responsible", "Parental responsibility", _Y, _FAMILY, _contact("responsible"), _CONTACTS),
    ListColumn("contact-told", "May be told of absence", _Y, _FAMILY, _contact("may_be_rung"), _CONTACTS),
    ListColumn("am", "Mark this morning", _W, _TODAY, _mark(Half.AM)),
    ListColumn("pm", "Mark this afternoon", _W, _TODAY, _mark(Half.PM)),
    ListColumn("minutes-today", "Minutes late today", _N, _TODAY, _minutes),
    ListColumn("absent-today", "Absent today", _Y, _TODAY, _missed_today),
    ListColumn("last-marked", "Last marked on", _D, _TODAY, _last_marked),
    ListColumn("last-absence", "Last absence", _D, _TODAY, lambda facts, row: facts.last_absence.get(row.pupil.id)),
    ListColumn("attendance", "Attendance", _S, _FIGURES, _share(attendance_of)),
    ListColumn("absence", "Absence", _S, _FIGURES, _share(absence_of)),
    ListColumn("possible", "Possible sessions", _N, _FIGURES, _total("possible")),
    ListColumn("attended", "Attended", _N, _FIGURES, _total("attended")),
    ListColumn("absent", "Sessions missed", _N, _FIGURES, _total("absent")),
    ListColumn("authorised", "Authorised absences", _N, _FIGURES, _total("authorised")),
    ListColumn("unauthorised", "Unauthorised absences", _N, _FIGURES, _total("unauthorised")),
    ListColumn("late", "Late before the close", _N, _FIGURES, _total("late_before_close")),
    ListColumn("late-after", "Late after the close", _N, _FIGURES, _total("late_after_close")),
    ListColumn(
        "late-minutes", "Minutes late", _N, _FIGURES, lambda facts, row: facts.late_minutes.get(row.pupil.id)
    ),
    ListColumn(
        "persistent", "Persistently absent", _Y, _FIGURES,
        lambda facts, row: is_persistent(facts.totals.get(row.pupil.id, NOTHING)),
    ),
    ListColumn(
        "severe", "Severely absent", _Y, _FIGURES,
        lambda facts, row: is_severe(facts.totals.get(row.pupil.id, NOTHING)),
    ),
    ListColumn("attendance-year", "Attendance this year", _S, _FIGURES, _share(attendance_of, year=True)),
    ListColumn(
        "flags", "All that is known", _W, _FLAG,
        lambda facts, row: tuple(flag.title for flag in facts.flags.get(row.pupil.id, ())), _FLAGS,
    ),
    *(ListColumn(kind, title, _Y, _FLAG, _having(kind), _FLAGS) for kind, title in CHARACTERISTICS.items()),
    ListColumn("medication", "Medication", _W, _FLAG, _need("medication"), _NEEDS, typed=True),
    ListColumn("evacuation", "Evacuation plan", _W, _FLAG, _need("evacuation"), _NEEDS, typed=True),
    ListColumn("dinner", "At dinner time", _W, _FLAG, _need("dinner"), _NEEDS, typed=True),
    ListColumn("cases", "Open cases", _W, _WORK, lambda facts, row: facts.cases.get(row.pupil.id, ()), _CASES),
    ListColumn(
        "cases-count", "How many open cases", _N, _WORK,
        lambda facts, row: len(facts.cases.get(row.pupil.id, ())), _CASES,
    ),
)  # fmt: skip
