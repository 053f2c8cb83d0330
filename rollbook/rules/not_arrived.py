"""What comes next for a pupil who is on the roll and has not come (ADM-3, RET-3)."""

from __future__ import annotations

ASK_AROUND, TELL_AUTHORITY, RETURN_DUE = 2, 5, 10


def next_step(school_days: int, heard: str) -> str:
    """What the office does next, by the school days missed since the first expected day, that day included.

    `heard` is what is known: empty, asked, coming, elsewhere or unknown.
    """
    if heard == "elsewhere":
        return "On roll here until a ground is met (DEL-4): ask that school for its starting day, tell admissions"
    if school_days >= RETURN_DUE:
        return "Ten school days: the authority’s return is due (RET-3)"
    if heard == "unknown" or school_days >= TELL_AUTHORITY:
        return "Tell the authority: perhaps missing education; visit the home"
    if heard == "coming" and school_days < ASK_AROUND:
        return "Wait for the day that was said"
    if school_days >= ASK_AROUND:
        return "Ask the last school and brothers’ and sisters’ schools; ring every contact again"
    return "Ring every contact today"
