"""The school's attendance policy: each change is a new version from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from rollbook.audit.actions import action, record
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.bands import OWN, Band, bands_with
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.schools.actions.days_going import lock
from rollbook.schools.events import PolicySet
from rollbook.schools.models import Policy


@action(Permission.SET_UP_SCHOOL)
def set_policy(
    actor: Actor,
    *,
    from_day: date,
    contact_by: time = time(10, 0),
    bands: Iterable[Band] = OWN,
    count_no_reason_for_penalty: bool = True,
    post_service_days: int = 2,
    improvement_weeks: int = 6,
) -> int:
    """Put a new version of the policy in force from a day on; gives its number.

    `contact_by` is when parents of pupils without a reason are to have been contacted (DAY-1); `bands` are the
    school's own bands of absence beside the law's two (PA-6).
    """
    lock(actor)
    latest = Policy.objects.filter(school_id=actor.school).order_by("-version").first()
    _check_bounds(post_service_days, improvement_weeks)
    own = [[band.percent, band.title] for band in bands_with(bands) if not band.is_law]
    if latest is not None:
        _check_day(actor, from_day, latest.valid_from)
    version = latest.version + 1 if latest else 1
    Policy.objects.create(
        school_id=actor.school,
        version=version,
        valid_from=from_day,
        contact_by=contact_by.hour * 60 + contact_by.minute,
        bands=own,
        count_no_reason_for_penalty=count_no_reason_for_penalty,
        post_service_days=post_service_days,
        improvement_weeks=improvement_weeks,
    )
    record(actor, PolicySet(version, from_day))
    return version


def _check_bounds(post_service_days: int, improvement_weeks: int) -> None:
    for value, lowest, highest, what in (
        (post_service_days, 0, 10, "The days a letter takes by post are a number"),
        (improvement_weeks, 1, 26, "The time to improve is a number of weeks"),
    ):
        if not lowest <= value <= highest:
            raise Refused(f"{what} from {lowest} to {highest}, not {value}.")


def _check_day(actor: Actor, from_day: date, latest: date) -> None:
    if from_day < actor.today:
        raise Refused(f"A new policy can begin today at the earliest, not on {in_words(from_day)}.")
    if from_day <= latest:
        raise Refused(f"The latest version begins on {in_words(latest)}. A new one must begin on a later day.")
