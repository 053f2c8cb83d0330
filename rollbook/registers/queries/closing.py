"""A planned closure never buries marks: the registers refuse for days that have them (COD-18)."""

from __future__ import annotations

from datetime import date

from rollbook.registers.models import LessonMark, Mark
from rollbook.rules.actor import Actor
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse

PLANNED_CLOSURE = "#"


def keep_days_with_marks(actor: Actor, days: tuple[date, ...]) -> None:
    """Refuse where one of the school days about to go already has marks, of sessions or lessons: one statement."""
    marks = Mark.objects.filter(school_id=actor.school, date__in=days).exclude(code=PLANNED_CLOSURE)
    lessons = LessonMark.objects.filter(school_id=actor.school, date__in=days)
    found = marks.order_by().values_list("date").union(lessons.order_by().values_list("date"))
    first = min((day for (day,) in found), default=None)
    if first is not None:
        raise refuse(
            "COD-18",
            f"Registers have marks on {in_words(first)}, so that day cannot become a planned closure, "
            "nor lie outside the terms. If the school closed unexpectedly, add an unexpected closure instead.",
        )
