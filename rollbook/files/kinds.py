"""What files are kept for, and who may open each: a part that keeps files of a new kind adds its line here."""

from __future__ import annotations

from rollbook.rules.access import Permission

OPENED_BY: dict[str, Permission] = {
    "evidence": Permission.SEE_REASONS,  # what a family sends to show why: a doctor's note, an appointment card
    "voicemail": Permission.SEE_REASONS,
    "mail": Permission.SEE_REASONS,
    "reply": Permission.SEE_REASONS,
    "visit": Permission.SEE_REASONS,
    "letter": Permission.SEND_MESSAGES,
    "letter-template": Permission.SEND_MESSAGES,
    "case": Permission.SEE_CASES,
    "crest": Permission.SEND_MESSAGES,
    "invitation": Permission.SEND_MESSAGES,
    "minutes": Permission.HOLD_MEETINGS,
    "bundle": Permission.MAKE_BUNDLES,
    "report": Permission.SHARE_REPORTS,  # as it was sent; it names no pupil
}

# Of nobody: they stand on every letter that leaves the school.
OPEN = frozenset({"crest"})
