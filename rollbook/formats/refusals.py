"""Files that cannot be read at all."""

from __future__ import annotations

from rollbook.rules.refused import Refused


class FileRefused(Refused):
    """The file cannot be read: `says` tells what is wrong, where, and what to do."""
