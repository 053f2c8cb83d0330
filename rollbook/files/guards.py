"""What the tables of kept files refuse: a file that was kept is never another file."""

from __future__ import annotations

from rollbook.audit.guards import Guard

GUARDS: tuple[Guard, ...] = (Guard("files_keptfile", "UPDATE"),)
