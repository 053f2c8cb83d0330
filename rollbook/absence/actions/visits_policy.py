"""The school's own policy of home visits: from when one is due, and between which hours visitors go (ABS-E)."""

from __future__ import annotations

from datetime import date

from rollbook.absence.events.visits import VisitPolicySet
from rollbook.absence.models import VisitPolicy
from rollbook.audit.actions import action, record
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.home_visits import LONGEST_OUT, VisitRule
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words

LONGEST_WORDS = 4000


@action(Permission.SET_UP_SCHOOL)
def set_visit_policy(actor: Actor, *, from_day: date, rule: VisitRule, words: str = "") -> int:
    """From a day on, say when a home visit is due and how visitors go; gives the version.

    `words` is the policy as the school wrote it, shown to whoever plans and makes visits.
    """
    if from_day < actor.today:
        raise Refused(f"A policy cannot begin on {in_words(from_day)}, which is over. It may begin today.")
    _check(rule, words)
    latest = VisitPolicy.objects.filter(school_id=actor.school).order_by("-version").first()
    version = latest.version + 1 if latest else 1
    VisitPolicy.objects.create(
        school_id=actor.school,
        version=version,
        valid_from=from_day,
        after_days=rule.after_days,
        vulnerable_days=rule.vulnerable_days,
        earliest=rule.earliest,
        latest=rule.latest,
        minutes_out=rule.minutes_out,
        words=words.strip(),
        by_name=actor.name,
    )
    record(actor, VisitPolicySet(version, from_day))
    return version


def _check(rule: VisitRule, words: str) -> None:
    if not 1 <= rule.vulnerable_days <= rule.after_days <= 20:
        raise Refused("A visit is due after 1 to 20 school days; for a vulnerable child no later than for the others.")
    if not 0 <= rule.earliest < rule.latest < 24 * 60:
        raise Refused("Visitors leave between two times of one day, the first before the second.")
    if not 5 <= rule.minutes_out <= LONGEST_OUT.total_seconds() // 60:
        raise Refused("Say how many minutes visitors are usually out: 5 to 360.")
    if len(words) > LONGEST_WORDS:
        raise Refused(f"The words of the policy have at most {LONGEST_WORDS} characters.")
