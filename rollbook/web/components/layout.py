"""Buttons, tags, lanes, notes and what frames a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from rollbook.web.components.drawing import Attribute, attributes, draw

register = template.Library()

TONES = frozenset({"", "stop", "warn", "info", "ok"})
KINDS = frozenset({"plain", "act", "stop", "quiet"})


class UnknownLook(ValueError):
    """A template asked for a tone or kind that the design does not have."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A word to be seen beside a pupil's name, and how loud it is."""

    says: str
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Identity:
    """The pupil header: who the page is about. `group` is the registration group, `also` what else must be seen."""

    name: str
    group: str = ""
    year: str = ""
    also: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    photo_url: str = ""
    contact: str = ""

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@dataclass(frozen=True, slots=True)
class Tab:
    """One entry of a sub-navigation."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a task list: `status` in words, `tone` empty when nothing is wanted."""

    label: str
    status: str
    url: str = ""
    hint: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a timeline."""

    title: str
    when: str
    by: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name and one line of why; `url` opens what is behind it."""

    label: str
    value: str
    why: str = ""
    url: str = ""


@register.simple_tag
def rb_icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A picture from the sprite; silent unless it has a label."""
    href = f"{static('web/icons.svg')}#{name}"
    spoken = format_html(' role="img" aria-label="{}"', label) if label else SafeString(' aria-hidden="true"')
    sized = format_html(' width="{0}" height="{0}"', size) if size else SafeString("")
    return format_html(
        '<svg class="rb-icon" viewBox="0 0 20 20" focusable="false"{}{}><use href="{}"></use></svg>',
        spoken,
        sized,
        href,
    )


@register.simple_tag
def rb_button(
    text: str, kind: str = "plain", href: str = "", icon: str = "", hidden: str = "", **more: Attribute
) -> SafeString:
    """A button, or a link that looks like one; `hidden` ends its name for those who do not see the row."""
    _must_know(kind, KINDS)
    pressed = str(more.pop("type", "submit"))
    big = " rb-button--big" if more.pop("big", False) else ""
    classes = f"rb-button rb-button--{kind}{big}"
    # Written out, not drawn: a page of the office has a hundred buttons.
    rest = f'<span class="rb-hidden"> {conditional_escape(hidden)}</span>' if hidden else ""
    face = f"{rb_icon(icon) if icon else ''}{conditional_escape(text)}{rest}"
    given = attributes(more) if more else ""
    if href:
        drawn = f'<a class="{classes}" href="{conditional_escape(href)}"{given}>{face}</a>'
    else:
        drawn = f'<button class="{classes}" type="{conditional_escape(pressed)}"{given}>{face}</button>'
    return mark_safe(drawn)  # noqa: S308  # every value was escaped above


@register.simple_tag
def rb_tag(text: str, tone: str = "") -> SafeString:
    """A status in words, with a tone that repeats it."""
    _must_know(tone, TONES)
    return format_html('<strong class="rb-tag{}">{}</strong>', f" rb-tag--{tone}" if tone else "", text)


@register.simple_tag
def rb_count(count: int, hot: bool = False) -> SafeString:
    return format_html('<span class="rb-count{}">{}</span>', _count_look(count, hot), count)


@register.simple_tag
def rb_kbd(keys: str) -> SafeString:
    return format_html("<kbd>{}</kbd>", keys)


@register.simple_block_tag
def rb_lane(
    content: str, title: str, count: int | None = None, due: str = "", hot: bool = False, done: str = "", key: str = ""
) -> SafeString:
    """A part of the day's work; with a `done` sentence and nothing inside, it shows itself finished."""
    look = _count_look(count or 0, hot)
    return draw(
        "lane", title=title, count=count, due=due, look=look, done=done, key=key or _key(title), content=content
    )


@register.simple_block_tag
def rb_rows(content: str) -> SafeString:
    return format_html('<ul class="rb-rows">{}</ul>', content)


@register.simple_block_tag
def rb_card(content: str, title: str = "") -> SafeString:
    return draw("card", title=title, content=content, key=_key(title))


@register.simple_block_tag
def rb_cells(content: str, label: str) -> SafeString:
    return format_html('<ul class="rb-cells" aria-label="{}">{}</ul>', label, content)


@register.simple_tag
def rb_cell(name: str, state: str, tone: str = "none", detail: str = "", href: str = "") -> SafeString:
    """One register on the board; `tone` is done, late, open or none, `state` says the same in words."""
    _must_know(tone, frozenset({"done", "late", "open", "none"}))
    known = f" <small>{conditional_escape(detail)}</small>" if detail else ""
    said = f'<b>{conditional_escape(name)}</b>{known} <small class="rb-cell__state">{conditional_escape(state)}</small>'
    place, end = (f'a href="{conditional_escape(href)}"', "a") if href else ("span", "span")
    return mark_safe(f'<li><{place} class="rb-cell rb-cell--{tone}">{said}</{end}></li>')  # noqa: S308  # escaped above


@register.simple_tag
def rb_empty(says: str, next: str = "", href: str = "", done: bool = False) -> SafeString:
    """What would be here, why it is not, and the next useful thing to do."""
    return draw("empty", says=says, next=next, href=href, done=done)


@register.simple_block_tag
def rb_note(content: str, title: str = "", tone: str = "info", live: bool = False) -> SafeString:
    """A notification banner; `live` announces it when it arrives."""
    _must_know(tone, TONES - {""})
    icon = {"info": "info", "ok": "check"}.get(tone, "warning")
    return draw("note", title=title, tone=tone, live=live, icon=icon, content=content)


@register.simple_block_tag
def rb_details(content: str, summary: str, open: bool = False) -> SafeString:
    return draw("details", summary=summary, open=open, content=content)


@register.simple_block_tag
def rb_inset(content: str) -> SafeString:
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_tag
def rb_warning(text: str) -> SafeString:
    return draw("warning", text=text)


@register.simple_block_tag
def rb_confirmation(content: str, title: str, key: str = "done") -> SafeString:
    """What was done; inside, what happens next."""
    return draw("confirmation", title=title, key=key, content=content)


@register.simple_tag(takes_context=True)
def rb_toast(context: template.Context, text: str, undo: str = "", tone: str = "") -> SafeString:
    """A short word that something happened, with Undo where it can be taken back."""
    return draw("toast", text=text, undo=undo, tone=tone, csrf_token=context.get("csrf_token", ""))


@register.simple_block_tag
def rb_identity(content: str, pupil: Identity) -> SafeString:
    """Who the page is about, always visible; inside, the likely acts."""
    return draw("identity", pupil=pupil, content=content if content.strip() else "")


@register.simple_tag
def rb_subnav(tabs: Sequence[Tab], label: str = "Parts of this page") -> SafeString:
    return draw("subnav", tabs=tabs, label=label)


@register.simple_block_tag
def rb_summary(content: str) -> SafeString:
    return format_html('<dl class="govuk-summary-list">{}</dl>', content)


@register.simple_tag
def rb_row(key: str, value: object, change: str = "", verb: str = "Change", hidden: str = "") -> SafeString:
    """One line of a summary list; `change` is where its link goes."""
    return draw("summary_row", key=key, value=value, change=change, verb=verb, hidden=hidden or key.lower())


@register.simple_tag
def rb_tasks(steps: Sequence[Step], key: str = "tasks") -> SafeString:
    for step in steps:
        _must_know(step.tone, TONES)
    return draw("tasks", steps=steps, key=key)


@register.simple_tag
def rb_timeline(happenings: Iterable[Happening]) -> SafeString:
    return draw("timeline", happenings=happenings)


@register.simple_tag
def rb_figures(figures: Iterable[Figure]) -> SafeString:
    return draw("figures", figures=figures)


def _count_look(count: int, hot: bool) -> str:
    if not count:
        return " rb-count--done"
    return " rb-count--hot" if hot else ""


def _must_know(look: str, known: frozenset[str]) -> None:
    if look not in known:
        raise UnknownLook(f"“{look}” is not one of {', '.join(sorted(known))}.")


def _key(title: str) -> str:
    return "lane-" + "".join(c if c.isalnum() else "-" for c in title.lower()).strip("-")
