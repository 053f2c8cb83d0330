"""The signed issue of one register to one person, and the row tokens that stand for its pupils.

A page, or a device that has lost its network, holds tokens instead of names or ids; they mean
nothing without the issue, and the issue nothing after seven days or in another person's hands.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing

from rollbook.rules.marking import RegisterFacts
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, Session

_SALT = "rollbook.registers.issue"
LASTS = timedelta(days=7)
TOO_OLD = (
    "This register was opened more than 7 days ago, so its marks were not used. They are kept for the office to see; "
    "open the register again and check the marks."
)


@dataclass(frozen=True, slots=True)
class Issue:
    """A register as it was handed to somebody: whose, which group and session, and its times that day."""

    school_id: int
    user_id: int
    group_id: int
    on: date
    half: int
    opens: datetime
    closes: datetime
    ends: datetime
    policy_version: int
    too_old: bool = False

    @property
    def session(self) -> Session:
        return Session(self.on, Half(self.half))

    def facts(self, *, is_school_day: bool = True) -> RegisterFacts:
        return RegisterFacts(self.session, is_school_day, self.opens, self.closes, self.ends, self.not_used)

    @property
    def not_used(self) -> str:
        """Why nothing entered on this issue's page can be used any more; empty while it can."""
        return TOO_OLD if self.too_old else ""

    def sign(self) -> str:
        return signing.dumps(
            [
                self.school_id,
                self.user_id,
                self.group_id,
                self.on.isoformat(),
                self.half,
                *(m.isoformat() for m in (self.opens, self.closes, self.ends)),
                self.policy_version,
            ],
            salt=_SALT,
            compress=True,
        )

    def token(self, pupil: str) -> str:
        """What stands for a pupil on this issue's page: 16 characters that say nothing."""
        said = f"{self.school_id}|{self.user_id}|{self.group_id}|{self.on}|{self.half}|{pupil}"
        digest = hmac.new(f"{_SALT}{settings.SECRET_KEY}".encode(), said.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:12]).decode()

    def tokens(self, pupils: Iterable[str]) -> dict[str, str]:
        return {self.token(p): p for p in pupils}


def read_issue(signed: str, *, school_id: int, user_id: int | None) -> Issue:
    """The issue that a page sends back; refused when altered, or not this person's.

    One that is too old says so: nothing on it can be used, but what was entered is still known and kept.
    """
    try:
        said, too_old = _loads(signed, _SALT)
        school, user, group, on, half, opens, closes, ends, policy = said
    except (signing.BadSignature, ValueError) as bad:
        raise Refused("This register page cannot be read. Open the register again; nothing was saved.") from bad
    if (school, user) != (school_id, user_id):
        raise Refused("This register was opened by somebody else. Open it yourself, then save; nothing was saved.")
    opened, closed, ended = (datetime.fromisoformat(m) for m in (opens, closes, ends))
    return Issue(school, user, group, date.fromisoformat(on), half, opened, closed, ended, policy, too_old)


def _loads(signed: str, salt: str) -> tuple[Any, bool]:
    """What was signed, and whether longer ago than an issue lasts."""
    try:
        return signing.loads(signed, salt=salt, max_age=LASTS), False
    except signing.SignatureExpired:
        return signing.loads(signed, salt=salt), True


_LESSON_SALT = "rollbook.registers.issue.lesson"


@dataclass(frozen=True, slots=True)
class LessonIssue:
    """A lesson's register as it was handed to somebody: `register` holds the lesson's own hours.

    `rule` is the version of the school's rule that takes the session's mark from this lesson
    (0 for none); `window` is then when that session's register opens and closes, and its end. A
    rule begins a day ahead at the earliest, so what is signed stays right.
    """

    register: Issue
    lesson: str
    rule: int = 0
    window: tuple[datetime, datetime, datetime] | None = None

    def session_facts(self, *, is_school_day: bool = True) -> RegisterFacts | None:
        """The session whose mark comes from this lesson, with its own times; None without such a rule."""
        if not self.rule or self.window is None:
            return None
        return RegisterFacts(self.register.session, is_school_day, *self.window, self.register.not_used)

    def sign(self) -> str:
        window = [moment.isoformat() for moment in self.window or ()]
        return signing.dumps([self.register.sign(), self.lesson, self.rule, window], salt=_LESSON_SALT, compress=True)


def read_lesson_issue(signed: str, *, school_id: int, user_id: int | None) -> LessonIssue:
    """The lesson's issue that a page sends back; refused when altered, or not this person's (as `read_issue`)."""
    try:
        (inner, lesson, rule, window), _ = _loads(signed, _LESSON_SALT)
    except (signing.BadSignature, ValueError) as bad:
        raise Refused("This register page cannot be read. Open the register again; nothing was saved.") from bad
    moments = tuple(datetime.fromisoformat(text) for text in window)
    register = read_issue(inner, school_id=school_id, user_id=user_id)
    return LessonIssue(register, lesson, rule, (moments[0], moments[1], moments[2]) if moments else None)


def is_of_lesson(signed: str) -> bool:
    """Whether a signed issue is a lesson's; what it says is checked when it is read."""
    try:
        _loads(signed, _LESSON_SALT)
    except (signing.BadSignature, ValueError):
        return False
    return True
