"""Which published phase a school's own is beside, and where there is none, why."""

from __future__ import annotations

from dataclasses import dataclass

from rollbook.rules.benchmarks.published import PublishedPhase


@dataclass(frozen=True, slots=True)
class BesidePhase:
    """The published phase, or None; `why` is a sentence where it is not the school's own by name."""

    phase: PublishedPhase | None
    why: str = ""


_BESIDE = {
    "Primary": BesidePhase(PublishedPhase.PRIMARY),
    "Secondary": BesidePhase(PublishedPhase.SECONDARY),
    "Special": BesidePhase(PublishedPhase.SPECIAL),
    "Middle": BesidePhase(
        PublishedPhase.PRIMARY,
        "A middle school is published with the primary or the secondary schools, as it is deemed; this one stands "
        "beside the primary schools.",
    ),
    "All-through": BesidePhase(
        PublishedPhase.SECONDARY, "An all-through school stands beside the secondary schools; its youngest differ."
    ),
    "Alternative provision": BesidePhase(None, "Alternative provision is not in these published figures."),
    "Nursery": BesidePhase(None, "Nurseries are not in these published figures: their children are not yet five."),
}


def beside_phase(phase: str) -> BesidePhase:
    """The published phase beside a school's own, as the school's page names it ("Primary", "All-through", …)."""
    return _BESIDE.get(phase, BesidePhase(None, f"There are no published figures for schools of the phase “{phase}”."))
