"""What would become of many marks of many sessions, before anything is stored: three statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from rollbook.pupils.queries.spans import OnRoll, times_on_roll
from rollbook.registers.models import Mark
from rollbook.registers.notes import detail_place
from rollbook.registers.queries.noted import note_of_session, read_note
from rollbook.rules.actor import Actor
from rollbook.rules.marking import Decision, Entry, Outcome, PupilOnRegister, RegisterFacts, Standing, decide
from rollbook.rules.sessions import Half, Session

Key = tuple[str, Session]
_COLUMNS = ("pupil_id", "date", "half", "code", "version", "minutes", "note")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One mark that is wanted, what the school's times and policy say of its session, and what it rests on."""

    entry: Entry
    facts: RegisterFacts
    basis: str = ""
    policy_version: int = 0

    @property
    def session(self) -> Session:
        return self.facts.session

    @property
    def key(self) -> Key:
        return self.entry.pupil, self.facts.session


@dataclass(frozen=True, slots=True)
class Weighed:
    """One mark that was wanted, what stood there, and what becomes of it."""

    wanted: Wanted
    stood: Standing | None
    decision: Decision

    @property
    def session(self) -> Session:
        return self.wanted.session

    @property
    def outcome(self) -> Outcome:
        return self.decision.outcome


def preview(actor: Actor, wanted: Sequence[Wanted], *, over: frozenset[str] | None = None) -> tuple[Weighed, ...]:
    """What would become of each, in the order of sessions; the reason for a change is not asked for yet.

    `over` as in `weigh`. Two statements.
    """
    people = times_on_roll(actor, {w.entry.pupil for w in wanted})
    asked = [replace(w, entry=replace(w.entry, reason=w.entry.reason or "asked for later")) for w in wanted]
    return weigh(actor, asked, people, standing_of(actor, people, wanted), over=over)


def weigh(
    actor: Actor,
    wanted: Iterable[Wanted],
    people: Mapping[str, OnRoll],
    standing: Mapping[Key, Standing],
    *,
    over: frozenset[str] | None = None,
) -> tuple[Weighed, ...]:
    """Decide every mark that is wanted, session by session (SAV-1).

    `over` None: each entry says which version was seen, anything else is a conflict. A set of codes:
    blanks and just these codes give way as they stand now, every other mark is left as it is.
    """
    alike = sorted(wanted, key=lambda w: (w.session, w.facts.opens, w.facts.closes))
    found: list[Weighed] = []
    for facts, rows in groupby(alike, key=lambda w: w.facts):
        found.extend(_session(actor, facts, list(rows), people, standing, over))
    return tuple(found)


def standing_of(actor: Actor, people: Mapping[str, OnRoll], wanted: Iterable[Wanted]) -> Mapping[Key, Standing]:
    """The marks that stand for these pupils on these days: one statement."""
    public = {person.id: key for key, person in people.items()}
    days: set[date] = {w.session.on for w in wanted}
    rows = Mark.objects.filter(school_id=actor.school, date__in=days, pupil_id__in=list(public))
    found = rows.annotate(note=note_of_session())
    standing: dict[Key, Standing] = {}
    for p, on, half, code, v, minutes, note in found.values_list(*_COLUMNS):
        key = (public[p], Session(on, Half(half)))
        standing[key] = Standing(code, v, minutes, read_note(note, detail_place(*key)))
    return standing


def _session(
    actor: Actor,
    facts: RegisterFacts,
    rows: Sequence[Wanted],
    people: Mapping[str, OnRoll],
    standing: Mapping[Key, Standing],
    over: frozenset[str] | None,
) -> list[Weighed]:
    stood = [standing.get(w.key) for w in rows]
    entries = [_seen_now(w.entry, s, over) for w, s in zip(rows, stood, strict=True)]
    on = facts.session.on
    decisions = decide(
        entries,
        standing={w.entry.pupil: s for w, s in zip(rows, stood, strict=True) if s},
        pupils={w.entry.pupil: _on_register(people[w.entry.pupil], on) for w in rows if w.entry.pupil in people},
        register=facts,
        now=actor.now,
        may_amend=True,
    )
    return [
        Weighed(replace(w, entry=e), s, _left(d, s) if _stays(s, e, over) else d)
        for w, e, s, d in zip(rows, entries, stood, decisions, strict=True)
    ]


def _seen_now(entry: Entry, stood: Standing | None, over: frozenset[str] | None) -> Entry:
    return entry if over is None else replace(entry, seen=stood.version if stood else 0)


def _stays(stood: Standing | None, entry: Entry, over: frozenset[str] | None) -> bool:
    return over is not None and stood is not None and (stood.code not in over or stood.code == entry.code)


def _left(decision: Decision, stood: Standing | None) -> Decision:
    code, version = (stood.code, stood.version) if stood else ("", 0)
    return replace(
        decision,
        outcome=Outcome.UNCHANGED,
        version=version,
        says=f"Marked {code} already; left as it is.",
        rule="",
        is_amendment=False,
    )


def _on_register(person: OnRoll, on: date) -> PupilOnRegister:
    span = person.nearest(on)
    return PupilOnRegister(person.public_id, person.born, span.first, span.last, span.boarder)
