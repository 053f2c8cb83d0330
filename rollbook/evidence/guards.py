"""What the tables of evidence refuse: a version that was fixed is never another."""

from __future__ import annotations

from rollbook.audit.guards import Guard

GUARDS: tuple[Guard, ...] = (
    Guard("evidence_bundleversion", "UPDATE"),
    Guard("evidence_bundleversion", "DELETE"),
)
