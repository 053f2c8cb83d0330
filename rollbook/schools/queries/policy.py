"""The school's own attendance policy on a day; law is not here, it is in the rule book.

A policy stays in force until the next version begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rollbook.audit.once import once
from rollbook.audit.prepared import PreparedRows, given
from rollbook.rules.actor import Actor
from rollbook.rules.bands import Band, bands_with
from rollbook.rules.refused import Refused
from rollbook.schools.models import Policy


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One version of the policy. `contact_by` is minutes after midnight, the rest as named."""

    version: int
    valid_from: date
    contact_by: int
    bands: tuple[Band, ...]
    count_no_reason_for_penalty: bool
    post_service_days: int
    improvement_weeks: int

    @property
    def contact_by_time(self) -> str:
        return f"{self.contact_by // 60}:{self.contact_by % 60:02}"

    @property
    def bands_words(self) -> str:
        """Every band from its percentage on, the law's two among them."""
        return ", ".join(f"{band.title} from {band.percent} %" for band in self.bands)

    @property
    def counts_words(self) -> str:
        return "Yes" if self.count_no_reason_for_penalty else "No"

    @property
    def title(self) -> str:
        return f"Version {self.version}, from {self.valid_from.day} {self.valid_from:%B %Y}"


def policy_on(actor: Actor, on: date) -> PolicyLine:
    """The policy in force on a day; refused where the school had none yet."""
    found = next((line for line in policies(actor) if line.valid_from <= on), None)
    if found is None:
        raise Refused(f"The school has no attendance policy for {on:%d/%m/%Y}. Add one under Set-up, Policy.")
    return found


@once
def policies(actor: Actor) -> tuple[PolicyLine, ...]:
    """Every version of the policy, the newest first."""
    return tuple(_line(row) for row in _POLICIES.rows(school=actor.school))


_POLICIES = PreparedRows(
    Policy, lambda: Policy.objects.filter(school_id=given("school")).order_by("-valid_from", "-id")
)


def _line(row: Policy) -> PolicyLine:
    return PolicyLine(
        version=row.version,
        valid_from=row.valid_from,
        contact_by=row.contact_by,
        bands=bands_with(Band(percent, title) for percent, title in row.bands),
        count_no_reason_for_penalty=row.count_no_reason_for_penalty,
        post_service_days=row.post_service_days,
        improvement_weeks=row.improvement_weeks,
    )
