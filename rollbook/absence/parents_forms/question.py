"""What every question of a form for parents is: one page, from what is typed to an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from django import forms

from rollbook.absence.queries.parents import Child, Said

A = TypeVar("A", bound=Said)


class Question(forms.Form, Generic[A]):
    """One question: made from what was answered before, and giving the answers with its own among them."""

    def __init__(
        self, data: Any = None, files: Any = None, *, answers: A, children: Sequence[Child], today: date
    ) -> None:
        self.answers, self.children, self.today = answers, tuple(children), today
        super().__init__(data, files, initial=self.before(answers))

    @property
    def who(self) -> str:
        """The children chosen, by forename, as a question names them."""
        chosen = [child.forename for child in self.children if child.pupil in self.answers.children]
        return " and ".join(filter(None, (", ".join(chosen[:-1]), chosen[-1]))) if chosen else ""

    @property
    def heading(self) -> str:
        """The question, as the page asks it."""
        raise NotImplementedError

    def before(self, answers: A) -> dict[str, Any]:
        """What the boxes show of an answer given before."""
        raise NotImplementedError

    def answered(self) -> A:
        """The answers with this one among them."""
        raise NotImplementedError
