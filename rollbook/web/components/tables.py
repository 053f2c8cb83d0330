"""Tables, sortable headings, filters with chips, pages of a long list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import template
from django.core.paginator import Page
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from rollbook.web.components.drawing import draw

register = template.Library()


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on; `url` is the list without it."""

    says: str
    url: str


@register.simple_block_tag
def rb_table(
    content: str,
    caption: str,
    sub: str = "",
    sticky: bool = False,
    cards: bool = False,
    scroll: bool = False,
    hide: bool = False,
) -> SafeString:
    """A table: inside go thead and tbody.

    `sticky` keeps the head in view, `cards` turns rows into cards at 320 px (cells carry `data-label`),
    `scroll` lets a wide one scroll in its own box, `hide` keeps the caption for screen readers only.
    """
    looks = " ".join(f"rb-table--{name}" for name, so in {"sticky": sticky, "cards": cards}.items() if so)
    return draw("table", caption=caption, sub=sub, looks=looks, scroll=scroll, hide=hide, content=content)


def written_rows(looks: Sequence[str], rows: Iterable[Iterable[str]]) -> SafeString:
    """Rows of cells, the first of each its heading; a look is a class of its column, or nothing.

    Written out, not drawn: a report has thousands of cells.
    """
    first, *rest = [f' class="{conditional_escape(look)}"' if look else "" for look in looks]
    written = []
    for row in rows:
        head, *cells = [conditional_escape(cell) for cell in row]
        beside = "".join([f"<td{look}>{cell}</td>" for look, cell in zip(rest, cells, strict=True)])
        written.append(f'<tr><th scope="row"{first}>{head}</th>{beside}</tr>')
    return mark_safe("".join(written))  # noqa: S308  # every cell was escaped above


@register.simple_tag(takes_context=True)
def rb_sort(context: template.Context, label: str, key: str, number: bool = False, param: str = "sort") -> SafeString:
    """A sortable heading: its link turns the order round; the order stands in the address."""
    query = context["request"].GET.copy()
    now = query.get(param, "")
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    query[param] = f"-{key}" if now == key else key
    query.pop("page", None)
    return draw("sort", label=label, url=f"?{query.urlencode()}", order=order, number=number)


@register.simple_block_tag(takes_context=True)
def rb_filters(
    context: template.Context, content: str, chips: Sequence[Chip] = (), clear: str = "?", label: str = "Filter"
) -> SafeString:
    """A filter panel whose choices stand in the address; chips take one off at a time."""
    del context
    return draw("filters", content=content, chips=chips, clear=clear, label=label)


@register.simple_tag(takes_context=True)
def rb_pagination(
    context: template.Context, page: Page[object], label: str = "Pages", param: str = "page"
) -> SafeString:
    """Previous, near pages and next of a list, keeping what else is in the address."""
    if page.paginator.num_pages < 2:
        return SafeString("")
    query = context["request"].GET.copy()

    def url(number: int) -> str:
        query[param] = str(number)
        return f"?{query.urlencode()}"

    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    links = [(n, url(n) if isinstance(n, int) else "") for n in numbers]
    before = url(page.previous_page_number()) if page.has_previous() else ""
    after = url(page.next_page_number()) if page.has_next() else ""
    return draw("pagination", page=page, links=links, before=before, after=after, label=label)


@register.simple_tag
def rb_shown(page: Page[object], things: str = "pupils") -> SafeString:
    """Which part of the list this is, in words."""
    return format_html("{} to {} of {} {}", page.start_index(), page.end_index(), page.paginator.count, things)
