"""A trust's schools side by side: the page, and the same as PDF, workbook or CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rollbook.reports.drawing.files import Form, file_of
from rollbook.reports.queries.trust import TrustRow, TrustView, trust_view
from rollbook.reports.queries.trust_report import NOTES, moment, says, silence, trust_report
from rollbook.reports.report import Share
from rollbook.rules.access import Permission, permissions_of
from rollbook.rules.actor import NO_SHIFT, Actor
from rollbook.rules.refused import NotFound
from rollbook.rules.year_row import year_of
from rollbook.staff.queries import Post, actor_of, posts_of, trust_posts_of
from rollbook.web.charts import Chart, ChartKind, Point, Series
from rollbook.web.components.layout import Tab
from rollbook.web.pages import public

NOT_THERE = "There is no such page, or it is not for you."


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: the moment, the schools in which this person works for the trust, and whether for all of it."""

    actor: Actor
    posts: Mapping[str, Post]
    whole_trust: bool
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the page: the school, where it opens to for this reader, its weeks as a spark."""

    row: TrustRow
    url: str
    spark: Chart | None

    @property
    def counted(self) -> str:
        return moment(self.row.figures.made_at) if self.row.figures else "not yet"


@public
@require_safe
@login_required
def trust_year(request: HttpRequest, trust: str) -> HttpResponse:
    """The schools of a trust, those that ask for attention first; nobody's name is on it (REP-D)."""
    reader = _reader(request, trust)
    latest = year_of(reader.actor.today)
    year = latest - 1 if request.GET.get("year") == str(latest - 1) else latest
    phase = request.GET.get("phase", "")
    view = trust_view(
        reader.actor,
        schools=[post.school_id for post in reader.posts.values()],
        year=year,
        trust=trust,
        phase=phase,
        elsewhere=reader.whole_trust,
    )
    if not view.phases and not reader.whole_trust:
        raise NotFound(NOT_THERE)
    wanted = request.GET.get("as", "")
    if wanted in set(Form):
        made = trust_report(reader.actor, name=reader.name, year=year, view=view)
        file = file_of(made, Form(wanted))
        answer = HttpResponse(file.data, content_type=file.media)
        answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
        return answer
    return render(request, "reports/trust.html", _page(request, reader, view, year, latest))


def _reader(request: HttpRequest, trust: str) -> Reader:
    """Everybody else is told that there is no such trust."""
    user, now = request.user, timezone.now()
    today = timezone.localdate(now)
    posts = posts_of(user, today)  # type: ignore[arg-type]  # login_required
    actors = [(post, actor_of(user, post, now)) for post in posts]  # type: ignore[arg-type]  # login_required
    seen = {post.school_slug: post for post, actor in actors if actor.may(Permission.SEE_TRUST)}
    whole = next(
        (t for t in trust_posts_of(user, today) if t.slug == trust and t.may(Permission.SEE_TRUST)),  # type: ignore[arg-type]  # login_required
        None,
    )
    if not seen and whole is None:
        raise NotFound(NOT_THERE)
    shifts = {post.practice_shift for post in seen.values()}
    shift = shifts.pop() if len(shifts) == 1 else NO_SHIFT
    # Across schools there is no actor of one school: only what the trust may see, at the moment it is there.
    actor = Actor(user.pk, user.name, "Trust", None, frozenset({Permission.SEE_TRUST}), now + shift, shift)  # type: ignore[union-attr]  # login_required
    return Reader(actor, seen, whole is not None, whole.name if whole else "The trust's schools")


def _page(request: HttpRequest, reader: Reader, view: TrustView, year: int, latest: int) -> dict[str, object]:
    here = request.GET.copy()
    here.pop("as", None)
    lines = [_line(row, reader) for row in view.rows]
    asked = request.GET.get("sort", "")
    order = _ORDERS.get(asked.lstrip("-"))
    if order is not None:
        lines.sort(key=lambda line: order(line.row), reverse=asked.startswith("-"))
    whole = view.together
    return {
        "page": {
            "title": reader.name,
            "sub": f"{year}/{(year + 1) % 100:02} to {moment(reader.actor.now)}. {says(view)}",
            "wide": True,
        },
        "lines": lines,
        "view": view,
        "whole": whole,
        "whole_attendance": Share(whole.totals.attended, whole.totals.possible),
        "whole_persistent": Share(whole.persistent, whole.pupils),
        "whole_severe": Share(whole.severe, whole.pupils),
        "silence": silence(view),
        "notes": NOTES,
        "tabs": _phases(here, view) if len(view.phases) > 1 else (),
        "all_phases": f"?{_with(here, 'phase', '')}",
        "other_year": "This year" if year < latest else f"{latest - 1}/{latest % 100:02}",
        "other_year_url": f"?{_with(here, 'year', '' if year < latest else str(latest - 1))}",
        "same": {form: f"?{_with(here, 'as', form)}" for form in Form},
        "now_url": reverse("trust"),
    }


def _phases(here: QueryDict, view: TrustView) -> tuple[Tab, ...]:
    """All schools, or those of one phase."""
    now = here.get("phase", "")
    every = (("All schools", ""), *((phase, phase) for phase in view.phases))
    return tuple(Tab(label, f"?{_with(here, 'phase', phase)}", phase == now) for label, phase in every)


def _line(row: TrustRow, reader: Reader) -> Line:
    post = reader.posts.get(row.slug)
    may = post is not None and Permission.SEE_WATCH_LISTS in permissions_of(post.roles)
    return Line(row, reverse("home:watch", kwargs={"school": row.slug}) if may else "", _spark(row))


def _spark(row: TrustRow) -> Chart | None:
    if row.figures is None or not row.figures.weeks:
        return None
    weeks = row.figures.weeks
    points = tuple(Point(f"{week.monday:%-d %b}", week.totals.attended * 100 / week.totals.possible) for week in weeks)
    last = Share(weeks[-1].totals.attended, weeks[-1].totals.possible)
    concluding = f"{len(weeks)} weeks, the last {last}" if len(weeks) > 1 else f"one week, {last}"
    return Chart(ChartKind.SPARK, f"Attendance by week, {row.name}", concluding, (Series("", points),), "%")


def _with(here: QueryDict, name: str, value: str) -> str:
    """The address with one choice changed; the other choices stand."""
    pairs = [(key, one) for key, values in here.lists() if key != name for one in values]
    return urlencode([*pairs, (name, value)] if value else pairs)


def _exactly(share: Share) -> float:
    return share.part / share.whole if share.whole else -1.0


_ORDERS: Mapping[str, Callable[[TrustRow], tuple[str | float, str]]] = {
    "name": lambda row: (row.name, row.urn),
    "pupils": lambda row: (row.whole.pupils, row.urn),
    "attendance": lambda row: (_exactly(row.attendance), row.urn),
    "persistent": lambda row: (_exactly(row.persistent), row.urn),
    "severe": lambda row: (_exactly(row.severe), row.urn),
}
