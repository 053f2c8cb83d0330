"""What the tables of awards refuse: what was given, and what was asked for it, is never another (RWD-3)."""

from __future__ import annotations

from rollbook.audit.guards import Guard

GUARDS: tuple[Guard, ...] = (
    Guard("rewards_awardterms", "UPDATE"),
    Guard("rewards_awardterms", "DELETE"),
    Guard("rewards_award", "UPDATE"),
    Guard("rewards_award", "DELETE"),
)
