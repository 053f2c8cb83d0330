"""Names that stand in statements which take no values: roles, servers, tables."""

from __future__ import annotations

import re

from django.db import connection

from rollbook.rules.refused import Refused

_A_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}\Z")


def checked(name: str, what: str) -> str:
    """The name, if it is one that can stand in a statement as it is; otherwise what a good one looks like."""
    if _A_NAME.match(name):
        return name
    raise Refused(
        f"“{name}” cannot be {what}. Take up to thirty small letters, digits and “_”, the first of them a letter."
    )


def require_postgresql() -> None:
    """Shards and hubs are PostgreSQL's: on SQLite the sentence that says so."""
    if connection.vendor != "postgresql":
        raise Refused("Shards and a hub need PostgreSQL; this Rollbook keeps its tables in SQLite (docs/operate.md).")
