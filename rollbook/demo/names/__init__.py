"""Names as they stand on English school rolls, by community.

Forenames and surnames are common ones, drawn independently: no pair is a record of a person.
"""

from __future__ import annotations

from rollbook.demo.names.communities import COMMUNITIES, Community

__all__ = ["COMMUNITIES", "Community"]
