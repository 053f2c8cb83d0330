"""Marks, strips of past marks, the year grid and the key to their shapes."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rollbook.web.components.drawing import draw
from rollbook.web.marks import EMPTY_BOX, MarkBox, MarkKind, Strip, YearGrid

register = template.Library()

KEY = (
    MarkBox("/", MarkKind.PRESENT, "Present: thin plain box"),
    MarkBox("L", MarkKind.LATE, "Late: rounded on the left"),
    MarkBox("N", MarkKind.UNKNOWN, "No reason yet: double border"),
    MarkBox("I", MarkKind.ABSENT, "Authorised absence: bold border"),
    MarkBox("O", MarkKind.UNAUTHORISED, "Unauthorised absence: heaviest border"),
    MarkBox("V", MarkKind.ELSEWHERE, "Educated elsewhere: dashed"),
    MarkBox("X", MarkKind.NOT_COUNTED, "Not counted: dotted"),
    MarkBox("M", MarkKind.ABSENT, "On its way: with a dot", pending=True),
    MarkBox("C", MarkKind.ABSENT, "Conflict: with a shadow", conflict=True),
    MarkBox("B", MarkKind.ELSEWHERE, "Amended since: with a folded corner", changed=True),
)


@register.simple_tag
def rb_code(mark: MarkBox | None = None, minutes: bool = True) -> SafeString:
    """The box of one mark, with its minutes beside it; nothing given is a session without a mark."""
    mark = mark or EMPTY_BOX
    box = _box(mark)
    if not minutes or mark.minutes is None:
        return box
    return format_html(
        '<span class="rb-mark">{}<span class="rb-why" aria-hidden="true">{} min</span></span>', box, mark.minutes
    )


@register.simple_tag
def rb_strip(strip: Strip) -> SafeString:
    """Past weeks as letters; spoken as one sentence about what was not plain."""
    weeks = format_html_join("", "<span>{}</span>", ((_letters(week),) for week in strip.weeks))
    return format_html(
        '<span class="rb-strip" aria-hidden="true">{}</span><span class="rb-hidden">{}</span>', weeks, strip.words
    )


@register.simple_tag
def rb_year_grid(grid: YearGrid) -> SafeString:
    return draw("year_grid", grid=grid, width=2 * len(grid.days))


@register.simple_tag
def rb_mark_key() -> SafeString:
    """What each shape of box means, in words."""
    return draw("mark_key", marks=KEY)


def _box(mark: MarkBox) -> SafeString:
    return format_html(
        '<span class="{}" title="{}"><span aria-hidden="true">{}</span><span class="rb-hidden">{}</span></span>',
        mark.classes,
        mark.words,
        mark.code or "\u00a0",
        mark.words,
    )


def _letters(week: tuple[MarkBox, ...]) -> SafeString:
    return format_html_join("", "{}", ((_letter(mark),) for mark in week))


def _letter(mark: MarkBox) -> SafeString:
    if mark.is_plain:
        return format_html("{}", mark.code or "·")
    loud = mark.kind in (MarkKind.UNAUTHORISED, MarkKind.UNKNOWN)
    return format_html("<b{}>{}</b>", SafeString(' class="rb-strip--unauthorised"') if loud else "", mark.code)
