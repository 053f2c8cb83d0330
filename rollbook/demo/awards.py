"""Awards of the training school: five rules, last week's given with a child decided by hand, one begun (COM-C)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import time

from rollbook.demo.happening import Happenings
from rollbook.rewards.actions import begin_run, decide_by_hand, give_awards, set_award_rule
from rollbook.rewards.queries import award_run, judge
from rollbook.rewards.queries.days import DaysOffered, spans
from rollbook.rules.access import Role
from rollbook.rules.actor import Actor
from rollbook.rules.refused import Refused
from rollbook.rules.rewards import AwardKind, Terms

# Name, terms, title and words of the certificate.
RULES = (
    ("Every day this week", Terms(AwardKind.ATTENDED), "Certificate of attendance", "for being here every day"),
    (
        "Half-term attendance",
        Terms(AwardKind.ATTENDED, percent=97, least=20),
        "Certificate of attendance",
        "for excellent attendance",
    ),
    (
        "On the way up",
        Terms(AwardKind.IMPROVED, points=5, most=10, least=20),
        "Certificate of achievement",
        "for attendance that has risen so well",
    ),
    ("On time", Terms(AwardKind.PUNCTUAL, least=20), "Certificate of punctuality", "for being in time, every time"),
    ("Form of the week", Terms(AwardKind.GROUP), "Form of the week", "for the best attendance of all forms"),
)


@dataclass(frozen=True, slots=True)
class Awards:
    """The school's awards at 9:20: one given on Monday for last week, one begun."""

    happenings: Happenings

    def act(self) -> None:
        manager = self.happenings.by(Role.ATTENDANCE_MANAGER, self.happenings.on, time(9, 5))
        rules = {}
        for name, terms, title, words in RULES:
            rules[name] = uuid.uuid4()
            set_award_rule(manager, rule=rules[name], name=name, terms=terms, title=title, words=words)
        days = {span.key: span for span in spans(manager)}
        for name in ("Every day this week", "Form of the week"):
            if "last-week" in days:
                self._given(manager, rules[name], days["last-week"])
        if "half-term" in days:
            self._begun(manager, rules["On the way up"], days["half-term"])

    def _given(self, manager: Actor, rule: uuid.UUID, days: DaysOffered) -> None:
        run = self._begun(manager, rule, days)
        found = judge(manager, award_run(manager, run))
        if found.near:
            child = found.near[0].pupil.public_id
            reason = "Away for two sessions at a hospital that nobody had told the office of."
            decide_by_hand(manager, run=run, pupil=child, gives=True, reason=reason)
        try:
            give_awards(manager, run=run, mark=judge(manager, award_run(manager, run)).mark)
        except Refused:  # in a very small school nobody may have been in all week
            return

    def _begun(self, manager: Actor, rule: uuid.UUID, days: DaysOffered) -> uuid.UUID:
        made = uuid.uuid4()
        begin_run(manager, run=made, rule=rule, first=days.first, last=days.last)
        return made
