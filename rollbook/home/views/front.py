"""The front door: straight to where this person's day starts, or a choice of schools; the trust's schools as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from rollbook.absence.words import wall_clock
from rollbook.home.queries.roles import SchoolNow, school_now
from rollbook.home.views.starting import first_door
from rollbook.rules.access import Permission, Role
from rollbook.rules.refused import NotFound
from rollbook.staff.queries import Post, TrustPost, actor_of, posts_of, trust_posts_of
from rollbook.web.pages import public


@public
@login_required
def front_door(request: HttpRequest) -> HttpResponse:
    """Straight to the only school, to the trust's page for whoever works across it, or a choice of schools."""
    now = timezone.now()
    posts = posts_of(request.user, timezone.localdate(now))  # type: ignore[arg-type]  # login_required
    if posts and all(Role.TRUST in post.roles for post in posts):
        return redirect("trust")
    if len(posts) == 1:
        return redirect(first_door(actor_of(request.user, posts[0], now)), school=posts[0].school_slug)  # type: ignore[arg-type]  # login_required
    above = _trusts_of(request, now)
    if above and not posts:
        return redirect("trust-year", trust=above[0].slug)
    doors = [(post.school_name, f"/s/{post.school_slug}/") for post in posts]
    return render(request, "home/choose_school.html", {"page": {"title": "Choose a school"}, "doors": doors})


@public
@login_required
def trust(request: HttpRequest) -> HttpResponse:
    """The schools in which this person works for the trust, as rows of counts; no name of a pupil is in it."""
    now = timezone.now()
    posts = posts_of(request.user, timezone.localdate(now))  # type: ignore[arg-type]  # login_required
    actors = [(post, actor_of(request.user, post, now)) for post in posts]  # type: ignore[arg-type]  # login_required
    rows = [_row(post, school_now(actor)) for post, actor in actors if actor.may(Permission.SEE_TRUST)]
    above = _trusts_of(request, now)
    if above and not posts:
        return redirect("trust-year", trust=above[0].slug)
    if not rows:
        raise NotFound("There is no such page, or it is not for you.")
    years = [(one.name, reverse("trust-year", kwargs={"trust": one.slug})) for one in above]
    page = {"title": "Schools now", "wide": True}
    return render(request, "home/trust.html", {"page": page, "rows": rows, "years": years})


def _trusts_of(request: HttpRequest, now: datetime) -> tuple[TrustPost, ...]:
    """The trusts for which this person works as a whole: also of those whose schools other servers keep."""
    found = trust_posts_of(request.user, timezone.localdate(now))  # type: ignore[arg-type]  # login_required
    return tuple(one for one in found if one.may(Permission.SEE_TRUST))


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school of the trust at this moment: counts, and what of them presses."""

    name: str
    url: str
    now: SchoolNow
    says: str

    @property
    def presses(self) -> bool:
        return bool(self.now.overdue or self.now.unaccounted)


def _row(post: Post, now: SchoolNow) -> SchoolRow:
    says = f"{now.moment.half.label}, {wall_clock(now.moment.now)}" if now.meets else "no school today"
    return SchoolRow(post.school_name, reverse("absence:list", kwargs={"school": post.school_slug}), now, says)
