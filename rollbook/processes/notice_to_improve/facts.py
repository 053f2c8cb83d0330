"""What is known of a notice to improve."""

from __future__ import annotations

from dataclasses import dataclass

from rollbook.rules.process_facts import ask


@dataclass(frozen=True, slots=True)
class Facts:
    """One notice to improve: what it asks, what it offers, and when it is broken."""

    support_given: str = ask("What support was given so far?", long=True, default="", required=True)
    support_there: str = ask("What support is still there?", long=True, default="", required=True)
    helper: str = ask("Whom can the parent ask?", help="A name, and how to reach them.", default="", required=True)
    enough: str = ask(
        "What improvement is enough?",
        long=True,
        default="No unauthorised absence, morning or afternoon, in the whole period.",
        required=True,
    )
    allowed: int | None = ask("Unauthorised sessions that do not yet break it", default=0, required=True)
    early: bool | None = ask("May a penalty notice be asked for as soon as it is broken?", default=True, required=True)
    said: str = ask("What the parent says", long=True, default="")
