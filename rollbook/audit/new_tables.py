"""New tables made in one go: Django draws every model of the house anew for every table, index and constraint.

Nearly all our tables point at the school, so that is the square of their number: 49 s of 137 tables.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.state import ProjectState


class NewTables(Migration):
    """A migration that only makes tables, with what belongs to them: they are drawn once, when all are known."""

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Make the tables as they stand at the migration's end. A step for a table made elsewhere is refused."""
        made = [step for step in self.operations if isinstance(step, CreateModel)]
        names = {step.name_lower for step in made}
        for step in self.operations:
            if step not in made and not _completes(step, names):
                raise TypeError(f"{self}: {step.describe()} does not belong to a table made here; use Migration.")
        project_state.__dict__.pop("apps", None)  # what was drawn is drawn anew when it is next asked for
        for step in self.operations:
            step.state_forwards(self.app_label, project_state)
        for step in made:
            step.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state


def _completes(step: Any, names: set[str]) -> bool:
    """Whether it adds to a table that is made here, which is made with it already."""
    return isinstance(step, (AddField, AddIndex, AddConstraint)) and step.model_name_lower in names
