"""What the absence desk's tables refuse: evidence of contact is never altered, a mistake is taken back beside it."""

from __future__ import annotations

from rollbook.audit.guards import Guard

GUARDS: tuple[Guard, ...] = (Guard("absence_contactentry", "UPDATE"),)
