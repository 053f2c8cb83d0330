"""What the office asked for and the rules do not allow."""

from __future__ import annotations


class Refused(Exception):
    """The rules do not allow what was asked.

    `says` is a sentence for the person at the desk: what is wrong, where, and what to do.
    `rule` is the id in the rule book (e.g. `COD-4`), `source` where the law says so; both are
    empty when the refusal is the product's own.
    """

    def __init__(self, says: str, *, rule: str = "", source: str = "") -> None:
        super().__init__(says)
        self.says = says
        self.rule = rule
        self.source = source

    @property
    def because(self) -> str:
        return ", ".join(part for part in (self.rule, self.source) if part)


class NotAllowed(Refused):
    """The person's role does not carry the permission that the verb asks for."""


class NotFound(Refused):
    """There is no such thing in this school, or none that this person may know of."""
