"""What the register's tables refuse, on both databases (REG-7, REG-9)."""

from __future__ import annotations

from rollbook.audit.guards import Guard

_SAVE_COLUMNS = (
    *("id", "school_id", "chain_year", "seq", "save_id", "digest", "kind", "group_id", "lesson", "date", "half"),
    *("made_at", "taken_at", "began_at", "finished", "source", "by_id", "by_name", "by_role", "policy_version"),
    *("marks", "prev", "hash"),
)
_PERMIT = (
    "EXISTS (SELECT 1 FROM registers_retentionpermit p"
    " WHERE p.school_id = OLD.school_id AND OLD.{made} < p.made_before)"
)

GUARDS: tuple[Guard, ...] = (
    Guard(
        "registers_registersave",
        "UPDATE",
        columns=_SAVE_COLUMNS,
        may_change=("marks", "by_id", "by_name", "by_role"),
        unless=_PERMIT.format(made="made_at"),
    ),
    Guard("registers_registersave", "DELETE"),
    Guard("registers_registersave", "TRUNCATE"),
    Guard("registers_amendment", "UPDATE"),
    Guard("registers_amendment", "DELETE", unless=_PERMIT.format(made="at")),
    Guard("registers_amendment", "TRUNCATE"),
    Guard("registers_seal", "UPDATE"),
    Guard("registers_seal", "DELETE"),
    Guard("registers_seal", "TRUNCATE"),
    Guard("registers_disposal", "UPDATE"),
    Guard("registers_disposal", "DELETE"),
    Guard("registers_disposal", "TRUNCATE"),
)
