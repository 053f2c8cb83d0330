"""The signed token of one visit in one person's hands, and the tokens that stand for the children there.

A phone without a network keeps these and coded answers, never a name, an address or an id; they
mean nothing without this installation's key, nothing under another sign-in, nothing after seven days.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

from rollbook.rules.refused import Refused

_SALT = "rollbook.absence.visit"
LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class VisitIssue:
    """A visit as it was handed to one of its visitors."""

    school_id: int
    user_id: int | None
    visit: uuid.UUID

    def sign(self) -> str:
        return signing.dumps([self.school_id, self.user_id, self.visit.hex], salt=_SALT)

    def token(self, pupil: int) -> str:
        """What stands for a child on this visitor's phone: 16 characters that say nothing."""
        said = f"{self.school_id}|{self.user_id}|{self.visit.hex}|{pupil}"
        return base64.urlsafe_b64encode(salted_hmac(_SALT, said, algorithm="sha256").digest()[:12]).decode()

    def tokens(self, pupils: Iterable[int]) -> Mapping[str, int]:
        return {self.token(pupil): pupil for pupil in pupils}


def read_visit_issue(signed: str, *, school_id: int, user_id: int | None) -> VisitIssue:
    """The token that a phone sends back; refused when altered, too old, or not this person's."""
    try:
        school, user, visit = signing.loads(signed, salt=_SALT, max_age=LASTS)
    except signing.SignatureExpired as old:
        raise Refused(
            "This visit was opened on the phone more than 7 days ago, so its answer was not taken. "
            "Write it in the office."
        ) from old
    except (signing.BadSignature, ValueError) as bad:
        raise Refused("This answer cannot be read. Open your visits again; nothing was stored.") from bad
    if (school, user) != (school_id, user_id):
        raise Refused("This visit was opened by somebody else. Open your own visits; nothing was stored.")
    return VisitIssue(school, user, uuid.UUID(visit))
