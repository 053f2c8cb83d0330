"""How other tables join the schools: by a `school` of their own, or through a `trust`.

As with `pupils.queries.joins`, the caller says under which prefix the school stands (`"school__"`).
"""

from __future__ import annotations

from django.db.models import F, Q
from django.db.models.expressions import Combinable

FACTS = ("id", "name", "slug", "practice_shift")


def school_facts(prefix: str, name: str) -> dict[str, Combinable]:
    """Annotations `<name>_id`, `<name>_name`, `<name>_slug`, `<name>_practice_shift` of the school under the prefix."""
    return {f"{name}_{fact}": F(f"{prefix}{fact}") for fact in FACTS}


def takes_boarders(prefix: str) -> Combinable:
    """Whether the school under the prefix takes boarders."""
    return F(f"{prefix}takes_boarders")


def at_school(school: int) -> Q:
    """Rows whose `school` is this one, or whose `trust` it belongs to."""
    return Q(school_id=school) | Q(trust__schools=school)


def trust_facts(prefix: str) -> dict[str, Combinable]:
    """Annotations `of_trust_slug` and `of_trust_name` of the trust under the prefix."""
    return {f"of_trust_{fact}": F(f"{prefix}{fact}") for fact in ("slug", "name")}
