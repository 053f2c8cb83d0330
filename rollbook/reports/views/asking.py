"""From an address to what is asked of a report, and back to chips that take a choice off."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from rollbook.pupils.queries import groups_of
from rollbook.reports.asked import Asked, When
from rollbook.reports.forms import CUSTOM, AskedForm, typed
from rollbook.reports.kind import Ask, Kind
from rollbook.reports.kinds import kind_of
from rollbook.reports.queries.periods import days_of, last_school_day
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed, NotFound
from rollbook.web.components.tables import Chip

REGISTRATION = "registration"


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of report and what is asked of it; `asked` None where the form has errors. `period` empty: typed days."""

    kind: Kind
    form: AskedForm
    asked: Asked | None
    period: str


def may_open(actor: Actor, key: str) -> Kind:
    """The kind of that key; refused where there is none, or where it is not part of this person's post."""
    kind = kind_of(key)
    if kind is None:
        raise NotFound("There is no such report. Choose one on the page of reports.")
    if not actor.may(kind.permission):
        raise NotAllowed(f"“{kind.title}” is not part of your role ({actor.role}).")
    return kind


def question(actor: Actor, kind: Kind, given: QueryDict) -> Question:
    """What an address asks of a kind of report."""
    given = _filled(actor, kind, given)
    wants_groups = Ask.WHOSE in kind.asks
    form = AskedForm(
        given,
        auto_id="f_%s",
        kind=kind,
        groups=groups_of(actor, REGISTRATION, actor.today) if wants_groups else (),
        sees_flags=actor.may(Permission.SEE_FLAGS),
        today=actor.today,
    )
    if not form.is_valid():
        return Question(kind, form, None, "")
    return Question(kind, form, form.asked(_days(actor, form)), form.period.value if form.period else "")


def _filled(actor: Actor, kind: Kind, given: QueryDict) -> QueryDict:
    """The address with the usual where it says nothing, so that the page shows what it counted."""
    filled = given.copy()
    filled.setdefault("period", kind.usual.value)
    filled.setdefault("by", kind.splits[0].value)
    if Ask.DAY in kind.asks and not filled.get("on"):
        filled["on"] = typed(last_school_day(actor))
    if filled["period"] == CUSTOM and not filled.get("from"):
        usual = days_of(actor, kind.usual)
        filled["from"], filled["to"] = typed(usual.first), typed(usual.last)
    return filled


def _days(actor: Actor, form: AskedForm) -> When:
    if Ask.DAY in form.kind.asks:
        on = form.cleaned_data.get("on") or last_school_day(actor)
        return When(on, on)
    return days_of(actor, form.period) if form.period else form.typed_days()


def chips(asked: Question, given: QueryDict) -> list[Chip]:
    """What is chosen besides the usual, each with the address without it."""
    found = []
    for name in asked.form.fields:
        if name in ("by", "pupil", "from", "to") or not given.get(name) or name in asked.form.errors:
            continue
        rest = given.copy()
        for gone in (name, "from", "to") if name == "period" else (name,):
            rest.pop(gone, None)
        words = asked.form.label_of(name)
        if name == "period" and given[name] == CUSTOM and asked.asked:
            words = "Chosen days"
        if words and (name != "period" or given[name] != asked.kind.usual):
            found.append(Chip(words, f"?{rest.urlencode()}"))
    return found
