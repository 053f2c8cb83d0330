"""Tables made in one go are the tables that Django would make step by step."""

from __future__ import annotations

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from rollbook.audit.new_tables import NewTables

pytestmark = pytest.mark.django_db(transaction=True)
BOX = migrations.CreateModel("Box", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())])
THING = migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True)), ("n", models.IntegerField())])
STEPS = [
    BOX,
    THING,
    migrations.AddField("Thing", "box", models.ForeignKey("try_new_tables.Box", on_delete=models.PROTECT)),
    migrations.AddIndex("Thing", models.Index(fields=["n"], name="try_thing_n")),
    migrations.AddConstraint("Thing", models.UniqueConstraint(fields=["box", "n"], name="try_thing_once")),
]


class InOneGo(NewTables):
    operations = STEPS


class StepByStep(migrations.Migration):
    operations = STEPS


class TooMuch(NewTables):
    operations = [BOX, migrations.AddField("Thing", "more", models.IntegerField(null=True))]


def made_by(kind: type[migrations.Migration]) -> dict[str, tuple[tuple[str, ...], bool, bool]]:
    """The indexes and constraints of the second table, made and taken away again."""
    migration = kind("0001_initial", "try_new_tables")
    state = ProjectState()
    with connection.schema_editor() as editor:
        state = migration.apply(state, editor)
    try:
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, "try_new_tables_thing")
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(state.apps.get_model("try_new_tables", "Thing"))
            editor.delete_model(state.apps.get_model("try_new_tables", "Box"))
    return {name: (tuple(c["columns"]), c["unique"], c["index"]) for name, c in found.items() if "try_thing" in name}


def test_the_tables_are_the_same() -> None:
    made = made_by(InOneGo)
    assert made == made_by(StepByStep)
    assert set(made) == {"try_thing_n", "try_thing_once"}


def test_a_step_for_a_table_made_elsewhere_is_refused() -> None:
    with pytest.raises(TypeError, match="Add field more to Thing does not belong to a table made here"):
        TooMuch("0002_more", "try_new_tables").apply(ProjectState(), connection.schema_editor())
