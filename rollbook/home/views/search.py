"""The search of every page: pupils by name, and the parts of the office by theirs."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from rollbook.absence.views.places import pupil_url
from rollbook.audit.actions import log_list
from rollbook.home.queries.glance import Glance, glances
from rollbook.pupils.queries import OnRoll, PupilFilters, PupilLine, pupils_list
from rollbook.rules.access import Permission as P
from rollbook.web.navigation import navigation
from rollbook.web.pages import OfficeRequest, is_partial, page
from rollbook.web.plain_text import kept

MOST = 8
# So few are told more of: where they are now, today's marks, whom to ring.
FEW = 3
LONGEST = 80
# Screens that are not in the rail: their name, their route, what is asked for them, who sees them.
SCREENS = (
    ("Absence: no reason", "absence:list", "", P.SEE_WATCH_LISTS),
    ("Absence: persistent", "home:watch", "?band=persistent", P.SEE_WATCH_LISTS),
    ("Absence: severe", "home:watch", "?band=severe", P.SEE_WATCH_LISTS),
    ("Absence: at risk", "home:watch", "?band=at-risk", P.SEE_WATCH_LISTS),
    ("Absence: ten in ten weeks", "absence:ten", "", P.SEE_WATCH_LISTS),
    ("Pupils: starters", "home:pupils", "?status=starters", P.SEE_ALL_PUPILS),
    ("Lists of pupils", "lists:list", "", P.SEE_OWN_PUPILS),
    ("Make a list of pupils", "lists:make", "", P.SEE_OWN_PUPILS),
    ("Pupils: leavers", "home:pupils", "?status=leavers", P.SEE_ALL_PUPILS),
    ("Registers: documents to sign", "registers:documents", "", P.PRINT_DOCUMENTS),
    ("Registers: fingerprints", "registers:fingerprints", "", P.SEE_RECORD),
    ("Set-up: year and closures", "schools:year", "", P.SET_UP_SCHOOL),
    ("Set-up: session times", "schools:times", "", P.SET_UP_SCHOOL),
    ("Set-up: policy", "schools:policy", "", P.SET_UP_SCHOOL),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found, and where it opens."""

    name: str
    about: str
    url: str
    now: tuple[str, ...] = ()


@require_POST
@page()
def search(request: OfficeRequest) -> HttpResponse:
    """What the words fit: a list under the search box, or a page without script."""
    words = " ".join(kept(request.POST.get("q", "")).split())[:LONGEST]
    values = {
        "page": {"title": "Search", "sub": f"“{words}”" if words else "Write a name in the search box above."},
        "words": words,
        "pupils": _pupils(request, words) if len(words) > 1 else [],
        "screens": _screens(request, words) if words else [],
        "short": len(words) == 1,
    }
    return render(request, f"home/{'found' if is_partial(request) else 'search'}.html", values)


def _pupils(request: OfficeRequest, words: str) -> list[Found]:
    """Pupils by name; whoever reads the record only is led to their attendance."""
    opens = any(request.actor.may(p) for p in (P.SEE_ALL_PUPILS, P.SEE_OWN_PUPILS))
    if not (opens or request.actor.may(P.SEE_RECORD)):
        return []
    found = pupils_list(request.actor, PupilFilters(name=words, status=OnRoll.EVERYONE), size=MOST)
    if found.pupils:
        log_list(request.actor, what="search", count=len(found.pupils))
    tab = "pupil" if opens else "attendance"
    here = [p.id for p in found.pupils if not _has_left(request, p)] if opens and len(found.pupils) <= FEW else []
    now = glances(request.actor, here)
    return [
        Found(p.listed_name, _about(request, p), pupil_url(request, p.public_id, tab), _now(now.get(p.id)))
        for p in found.pupils
    ]


def _now(glance: Glance | None) -> tuple[str, ...]:
    """What is asked in passing, a line each."""
    if glance is None:
        return ()
    marks = " · ".join(f"{half} {code}" for half, code in glance.marks) or "no mark yet today"
    ring = f"{glance.ring.name} ({glance.ring.relationship.lower()}): {glance.ring.says}" if glance.ring else ""
    return tuple(line for line in (marks, glance.where, ring) if line)


def _about(request: OfficeRequest, pupil: PupilLine) -> str:
    return "left" if _has_left(request, pupil) else pupil.registration


def _has_left(request: OfficeRequest, pupil: PupilLine) -> bool:
    return pupil.last_day is not None and pupil.last_day < request.actor.today


def _screens(request: OfficeRequest, words: str) -> list[Found]:
    wanted = words.casefold().split()
    rail = [Found(item.label, "", item.url) for item in navigation("", request.actor, request.school)]
    others = [
        Found(name, "", f"{url}{query}")
        for name, route, query, permission in SCREENS
        if request.actor.may(permission) and (url := _url(request, route))
    ]
    return [one for one in [*rail, *others] if all(word in one.name.casefold() for word in wanted)][:MOST]


def _url(request: OfficeRequest, route: str) -> str:
    try:
        return reverse(route, kwargs={"school": request.school.slug})
    except NoReverseMatch:
        return ""
