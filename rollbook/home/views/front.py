"""The front door: straight to the only school, or a choice of schools."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rollbook.staff.queries import posts_of
from rollbook.web.pages import public


@public
@login_required
def front_door(request: HttpRequest) -> HttpResponse:
    """Straight to the only school, or a choice of schools."""
    posts = posts_of(request.user, timezone.localdate())  # type: ignore[arg-type]  # login_required
    if len(posts) == 1:
        return redirect(f"/s/{posts[0].school_slug}/")
    doors = [(post.school_name, f"/s/{post.school_slug}/") for post in posts]
    return render(request, "home/choose_school.html", {"page": {"title": "Choose a school"}, "doors": doors})
