"""What the import linter cannot see: another part's tables reached through a relation, or a module by its name.

The declared ways in are `schools.queries.joins` and `pupils.queries.joins`: each is handed the prefix under
which the other part's row stands (`"pupil__"`), and hands back conditions and subqueries.
"""

from __future__ import annotations

import ast
import itertools
import re

import pytest
from django.apps import apps
from django.db.models import ForeignKey, OneToOneField

from tests.architecture.source import Source, dotted, sources

PATH = re.compile(r"^-?[a-z_]+(__[a-z_0-9]+)+$")
OWN_COLUMN = {"id", "pk", "in", "isnull", "exact", "gt", "gte", "lt", "lte", "range"}
FETCHES = {"select_related", "prefetch_related"}
BY_NAME = re.compile(r"(^|\.)(import_string|import_module|get_model|__import__)$")

# Where a module may be found by its name, and why.
FINDERS = {
    "config/cli.py": "loads the one command that was asked for",
    "audit/partitions.py": "an operation of migrations, which know models by name alone",
    "demo/cases.py": "the examples in the folder of each process",
    "processes/declared.py": "the declaration in the folder of each process",
    "processes/drawing.py": "what a process says of itself at its folder's door",
    "processes/returns.py": "what a process tells an authority, from its folder",
    "processes/starting.py": "what the steps of a process do and show, from its folder",
}


def _relations() -> dict[str, set[str]]:
    """For each part, the fields of its models that lead to another part."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        part = model._meta.app_label
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey | OneToOneField) and field.related_model._meta.app_label != part:
                found.setdefault(part, set()).add(field.name)
    return found


RELATIONS = _relations()


def test_no_query_joins_into_another_parts_tables() -> None:
    joins = [join for source in sources() for join in _joins(source)]
    assert not joins, f"ask the other part's queries, or its declared joins: {joins}"


def test_no_module_is_found_by_its_name() -> None:
    found = {
        source.path
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and BY_NAME.search(dotted(node.func))
    }
    assert found == set(FINDERS)


def test_every_way_out_of_a_part_is_known() -> None:
    """A new relation to another part is a decision: it ties the two parts' tables together."""
    assert {part: sorted(fields) for part, fields in RELATIONS.items() if part in _ours()} == {
        "absence": ["contact", "pupil", "school"],
        "cases": ["contact", "pupil", "school"],
        "comms": ["contact", "pupil", "school", "user"],
        "evidence": ["contact", "pupil", "school"],
        "files": ["pupil", "school"],
        "leave": ["pupil", "school"],
        "meetings": ["contact", "pupil", "school"],
        "pupils": ["school", "site", "trust", "user"],
        "registers": ["group", "pupil", "school"],
        "reports": ["school", "trust", "user"],
        "rewards": ["pupil", "school"],
        "site": ["pupil", "school", "site"],
        "staff": ["school", "trust"],
        "timetable": ["cover", "group", "school", "teacher", "user"],
        "work": ["pupil", "school"],
    }


@pytest.mark.parametrize(
    "code",
    [
        'Mark.objects.filter(pupil__legal_surname="Osei")',
        'Mark.objects.values("pupil__public_id")',
        'Mark.objects.order_by("-pupil__legal_surname")',
        'Mark.objects.select_related("pupil")',
        'Mark.objects.filter(save_row__group__name="9A")',
    ],
)
def test_a_join_is_noticed(code: str) -> None:
    assert list(_joins(Source("registers/planted.py", "rollbook.registers.planted", ast.parse(code), 1)))


@pytest.mark.parametrize(
    "code",
    ['joins.shown_name("pupil__")', "Mark.objects.filter(pupil__in=ids)", 'Amendment.objects.values("save_row__kind")'],
)
def test_what_stays_inside_is_left_alone(code: str) -> None:
    assert not list(_joins(Source("registers/planted.py", "rollbook.registers.planted", ast.parse(code), 1)))


def _joins(source: Source) -> list[str]:
    outward = RELATIONS.get(source.part, set())
    return [f"{source.at(node)} {path}" for node, path in _paths(source.tree) if _leaves(path, outward)]


def _paths(tree: ast.AST) -> list[tuple[ast.AST, str]]:
    found: list[tuple[ast.AST, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg and PATH.match(node.arg):
            found.append((node.value, node.arg))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and PATH.match(node.value):
            found.append((node, node.value))
        elif isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in FETCHES:
            found += [(a, f"{a.value}__*") for a in node.args if isinstance(a, ast.Constant)]
    return found


def _leaves(path: str, outward: set[str]) -> bool:
    """Whether a path goes on into another part's table; a bare prefix (`"pupil__"`) is for a declared join to use."""
    steps = path.lstrip("-").split("__")
    if not steps[-1]:
        return False
    return any(step in outward and after not in OWN_COLUMN for step, after in itertools.pairwise(steps))


def _ours() -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name.startswith("rollbook.")}
