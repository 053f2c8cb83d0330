"""What the tables of meetings refuse: signed minutes, decisions and what was sent are never altered (MTG-2)."""

from __future__ import annotations

from rollbook.audit.guards import Guard

_TABLES = ("signedcopy", "signedfile", "decision", "circulation")
GUARDS: tuple[Guard, ...] = tuple(Guard(f"meetings_{table}", "UPDATE") for table in _TABLES)
