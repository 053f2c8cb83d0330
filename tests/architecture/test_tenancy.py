"""Every row belongs to a school, and every question is asked by somebody who acts for one."""

from __future__ import annotations

import ast
import re

import pytest
from django.apps import apps
from django.db.models import Model

from tests.architecture.source import Source, dotted, source_of, sources

SCHOOL_LESS = {
    "jobs.Schedule": "moments of the whole installation",
    "schools.Trust": "holds schools",
    "schools.School": "is one",
    "staff.User": "may work in several; each role names its school",
}

# Questions that are asked before there is an actor, or for all schools at once by the edge.
AT_THE_DOOR = {
    "schools/queries/places.py": {"all_schools", "every_school", "rollbook_at"},
    "schools/queries/days.py": {"meets_on", "closed_on"},  # conditions, for a school's own row
    "staff/queries.py": {"posts_of", "supply_at_the_door", "trust_posts_of"},
    "comms/queries/accounts.py": {"account_at_door"},
    "site/queries/kiosks.py": {"kiosk_of"},
    "absence/queries/parents.py": {"parents_door"},
    "registers/queries/outing_links.py": {"link_of"},
    "registers/queries/version.py": {"version_of"},  # a ticket signed for the school stands for an actor
    "pupils/queries/seeing.py": {"taken"},  # a condition, for the caller's own statement
    "pupils/queries/importing/held.py": {"held_of"},  # given the actor's school by its only caller
}

TO_A_TABLE = re.compile(r"\.objects$|^_[A-Z_]+\.(rows|any)$")
OURS = [m for m in apps.get_models() if m.__module__.startswith("rollbook.")]


@pytest.mark.parametrize("model", [m for m in OURS if m._meta.label not in SCHOOL_LESS], ids=lambda m: m._meta.label)
def test_every_row_belongs_to_a_school(model: type[Model]) -> None:
    columns = {field.attname for field in model._meta.concrete_fields}
    assert "school_id" in columns


def test_what_belongs_to_no_school_is_known() -> None:
    assert set(SCHOOL_LESS) == {m._meta.label for m in OURS if not _has_school(m)}


def test_every_question_is_asked_by_an_actor() -> None:
    asked = [
        f"{source.at(function)} {function.name}"
        for source in sources()
        if source.kind == "queries" and not source.path.endswith("joins.py")
        for function in _public(source)
        if _asks(function) and not _by_an_actor(function) and function.name not in AT_THE_DOOR.get(source.path, set())
    ]
    assert not asked, f"the actor is the first argument of a query: {asked}"


@pytest.mark.parametrize("path", AT_THE_DOOR)
def test_what_stands_at_the_door_still_stands_there(path: str) -> None:
    asking = {f.name for f in _public(source_of(path)) if _asks(f) and not _by_an_actor(f)}
    assert asking == AT_THE_DOOR[path]


def _has_school(model: type[Model]) -> bool:
    return any(field.attname == "school_id" for field in model._meta.concrete_fields)


def _public(source: Source) -> list[ast.FunctionDef]:
    return [n for n in source.tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


def _asks(function: ast.FunctionDef) -> bool:
    """Whether it goes to a table itself, or asks a statement that was written before."""
    return any(isinstance(n, ast.Attribute) and TO_A_TABLE.search(dotted(n)) for n in ast.walk(function))


def _by_an_actor(function: ast.FunctionDef) -> bool:
    return [a.arg for a in function.args.args][:1] == ["actor"]
