"""Every change is a verb: declared by `@action`, recorded before it ends, and done nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

import pytest
from django.db import transaction

from rollbook.audit.actions import NothingRecorded, action, record, record_nothing_changed
from rollbook.audit.models import AuditEntry
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotAllowed
from rollbook.schools.events import SiteAdded
from rollbook.schools.models import Site
from tests.architecture.source import Source, calls, dotted, kind_of, sources
from tests.builders import a_school, an_actor

RECORDING = {"rollbook.audit.actions.record", "rollbook.audit.actions.record_nothing_changed"}
WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES_OF_A_TABLE = {"create", "update", "delete", "acreate", "aupdate", "adelete"}
READERS = {"queries", "views", "forms", "urls", "events"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_every_action_tells_what_it_did() -> None:
    silent = [name for name in sorted(_verbs()) if not _reaches(name)]
    assert not silent, f"these end without record(…) or record_nothing_changed(): {silent}"


def test_what_records_nothing_is_noticed() -> None:
    assert not _reaches("rollbook.audit.actions.log_access")
    assert not _reaches("rollbook.schools.queries.days.is_school_day")


def test_actions_stand_in_actions_and_there_are_some() -> None:
    strays = [name for name in _verbs() if kind_of(name) != "actions"]
    assert strays == []
    assert len(_verbs()) > 40


def test_every_action_takes_the_actor_first_and_the_rest_by_name() -> None:
    wrong = [name for name, verb in _verbs().items() if [a.arg for a in verb.args.args] != ["actor"]]
    assert wrong == []


def test_what_reads_does_not_write() -> None:
    writes = [
        source.at(call)
        for source in sources()
        if source.kind in READERS
        for call in calls(source.tree)
        if _is_write(call)
    ]
    assert writes == []


def test_a_transaction_is_opened_only_by_an_action_and_by_machinery() -> None:
    opened = {
        source.path
        for source in sources()
        if source.part not in ("audit", "jobs", "config")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and dotted(node) == "transaction.atomic"
    }
    assert opened == set()


@pytest.mark.django_db
def test_an_action_that_tells_nothing_is_undone() -> None:
    school = a_school()

    @action(Permission.SET_UP_SCHOOL)
    def build_quietly(actor: Actor) -> None:
        Site.objects.create(school=school, name="Annexe")

    with pytest.raises(NothingRecorded):
        build_quietly(an_actor(school, permissions=frozenset({Permission.SET_UP_SCHOOL})))

    assert not Site.objects.exists()


@pytest.mark.django_db
def test_an_action_is_recorded_with_the_change_or_not_at_all() -> None:
    school = a_school()
    actor = an_actor(school, permissions=frozenset({Permission.SET_UP_SCHOOL}))

    @action(Permission.SET_UP_SCHOOL)
    def build(actor: Actor, *, fails: bool) -> None:
        site = Site.objects.create(school=school, name="Annexe")
        record(actor, SiteAdded(site=site.pk))
        if fails:
            raise ValueError("the roof is missing")

    with pytest.raises(ValueError, match="roof"):
        build(actor, fails=True)
    assert (Site.objects.count(), AuditEntry.objects.count()) == (0, 0)

    build(actor, fails=False)
    assert (Site.objects.count(), AuditEntry.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_an_action_is_refused_before_it_begins_to_who_may_not() -> None:
    begun = []

    @action(Permission.SET_UP_SCHOOL)
    def build(actor: Actor) -> None:
        begun.append(actor)
        record_nothing_changed()

    with pytest.raises(NotAllowed):
        build(an_actor(a_school(), permissions=frozenset()))
    assert begun == []


@pytest.mark.django_db
def test_nothing_is_recorded_outside_an_action() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside an @action"):
        record_nothing_changed()


@cache
def _functions() -> dict[str, tuple[Source, Function]]:
    return {
        f"{source.module}.{node.name}": (source, node)
        for source in sources()
        for node in source.tree.body
        if isinstance(node, Function)
    }


@cache
def _verbs() -> dict[str, Function]:
    return {name: node for name, (_, node) in _functions().items() if any(_is_action(d) for d in node.decorator_list)}


def _is_action(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and dotted(decorator.func) == "action"


def _reaches(name: str) -> bool:
    """Whether this function, or one that it calls, comes to record something."""
    seen, waiting = set(), [name]
    while waiting:
        now = waiting.pop()
        if now in RECORDING:
            return True
        if now in seen or now not in _functions():
            continue
        seen.add(now)
        waiting.extend(_called(*_functions()[now]))
    return False


def _called(source: Source, function: Function) -> Iterator[str]:
    names = _names(source)
    for call in calls(function):
        first, _, rest = dotted(call.func).partition(".")
        yield f"{names.get(first, f'{source.module}.{first}')}{'.' if rest else ''}{rest}"


def _names(source: Source) -> dict[str, str]:
    """What the imported names of a module stand for; one that a package passes on is followed to where it is made."""
    found = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rollbook"):
            for alias in node.names:
                found[alias.asname or alias.name] = _made_in(f"{node.module}.{alias.name}")
    return found


def _made_in(name: str) -> str:
    module, _, last = name.rpartition(".")
    package = next((s for s in sources() if s.module == module and s.path.endswith("__init__.py")), None)
    if package is None:
        return name
    for node in package.tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and last in {a.asname or a.name for a in node.names}:
            return f"{node.module}.{last}"
    return name


def _is_write(call: ast.Call) -> bool:
    path = dotted(call.func).split(".")
    return path[-1] in WRITES or (path[-1] in WRITES_OF_A_TABLE and "objects" in path)
