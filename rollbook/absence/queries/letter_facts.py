"""What a letter can say of a pupil's attendance this school year, and whom a hold keeps it from (COM-B, DAY-4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from rollbook.absence.queries.contact_holds import holds_on
from rollbook.comms.facts import holds, tells
from rollbook.registers.queries import year_lines
from rollbook.rules.actor import Actor
from rollbook.rules.attendance import Percentage, attendance_of
from rollbook.rules.codes import code_on
from rollbook.rules.sessions import Half, Session, in_words
from rollbook.rules.year_row import marks_of, totals_of, year_of

FIELDS = {
    "attendance": "the share of possible sessions attended this school year",
    "sessions_missed": "how many sessions were missed, in words",
    "figures": "a table of the year's sessions",
    "absences": "a table of the year's absences",
    "unexplained_sessions": "a table of absences without a reason",
    "times_late": "how often late, in words",
    "late_sessions": "a table of the days on which the pupil was late",
}
NO_REASON = "N"
LATE = {"L": "before the register closed", "U": "after the register had closed"}


@tells("absence", FIELDS)
def attendance_facts(actor: Actor, pupils: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """The fields of these pupils' attendance: one statement. A pupil without a possible session has none."""
    year = year_of(actor.today)
    return {line.pupil_id: _facts(line.codes, line.year) for line in year_lines(actor, [year], pupils)}


@holds
def held_by_the_safeguarding_lead(
    actor: Actor, pupils: Collection[int]
) -> Mapping[int, tuple[tuple[int | None, str], ...]]:
    """About whom, and to whom, no letter goes now: one statement."""
    found = holds_on(actor, actor.today, pupils)
    return {pupil: tuple((one.contact, f"contact is {one.says}") for one in those) for pupil, those in found.items()}


def _facts(codes: bytes, year: int) -> dict[str, str]:
    totals, marks = totals_of(codes, year), list(marks_of(codes, year))
    attended = attendance_of(totals)
    if attended is None:
        return {}
    late = [(session, LATE[code]) for session, code in marks if code in LATE]
    absent = [(session, code_on(code, session.on).name) for session, code in marks if code_on(code, session.on).absent]
    return {
        "attendance": f"{attended} %",
        "sessions_missed": _number(totals.absent, "session"),
        "figures": _table(
            ("", "Sessions", "Share"),
            [
                (name, str(count), f"{Percentage(count, totals.possible)} %")
                for name, count in (
                    ("Possible", totals.possible),
                    ("Attended", totals.attended),
                    ("Absent, authorised", totals.authorised),
                    ("Absent, not authorised", totals.unauthorised),
                    ("Late", len(late)),
                )
            ],
        ),
        "absences": _days("What is recorded", absent),
        "unexplained_sessions": _days("", [(session, "") for session, code in marks if code == NO_REASON]),
        "times_late": _number(len(late), "time") if late else "",
        "late_sessions": _days("Arrived", late),
    }


def _days(head: str, sessions: Iterable[tuple[Session, str]]) -> str:
    """A table of days, both halves of a day in one row where they say the same; empty where there is none."""
    by_day: dict[tuple[object, str], list[Session]] = {}
    for session, says in sessions:
        by_day.setdefault((session.on, says), []).append(session)
    rows = [(in_words(found[0].on), _halves(found), says) for (_, says), found in by_day.items()]
    if not rows:
        return ""
    return _table(("Day", "Session", head), rows) if head else _table(("Day", "Session"), [row[:2] for row in rows])


def _halves(found: list[Session]) -> str:
    return "morning and afternoon" if len(found) == len(Half) else found[0].half.label


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join("\t".join(row) for row in (heads, *rows))


def _number(count: int, thing: str) -> str:
    """E.g. once, twice, nine times, 14 sessions."""
    if thing == "time" and count in (1, 2):
        return ("once", "twice")[count - 1]
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return f"{words[count] if count < len(words) else count} {thing}{'' if count == 1 else 's'}"
