"""Set-up's first page: what is set, and what still needs somebody."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from rollbook.rules.access import Permission
from rollbook.rules.sessions import Half, in_words
from rollbook.rules.year_row import year_of
from rollbook.schools import queries
from rollbook.schools.views.times import windows_today
from rollbook.web.pages import OfficeRequest, page


@dataclass(frozen=True, slots=True)
class Card:
    """One part of set-up: where it is, how it stands, and whether it wants somebody."""

    title: str
    url: str
    says: str
    wanted: str = ""


@page(Permission.SET_UP_SCHOOL)
def set_up(request: OfficeRequest) -> HttpResponse:
    cards = (_year(request), _times(request), _policy(request), _sites(request), *_elsewhere(request))
    school = queries.school_line(request.actor)
    numbers = f"LAESTAB {school.la_number}/{school.establishment_number} · URN {school.urn}"
    heading = {"title": "Set-up", "sub": f"{school.name} · {school.phase} · {numbers}"}
    return render(request, "schools/set_up.html", {"page": heading, "cards": cards})


def _year(request: OfficeRequest) -> Card:
    outline = queries.year_outline(request.actor, year_of(request.actor.today))
    wanted = f"{len(outline.warnings)} to look at" if outline.warnings else ""
    return Card(
        "Year, terms and closures",
        _url(request, "schools:year"),
        f"{outline.title}: {outline.sessions} sessions on {outline.school_days} days, {outline.inset_days} INSET days.",
        wanted,
    )


def _times(request: OfficeRequest) -> Card:
    said = windows_today(request.actor)
    wanted = "" if len(said) == len(Half) else "Not set"
    text = "; ".join(said) if said else "No session times are set, so no register can be taken."
    return Card("Session and lesson times", _url(request, "schools:times"), f"{text[0].upper()}{text[1:]}", wanted)


def _policy(request: OfficeRequest) -> Card:
    newest = queries.policies(request.actor)
    if not newest:
        return Card("Attendance policy", _url(request, "schools:policy"), "There is no policy yet.", "Not set")
    current = next((p for p in newest if p.valid_from <= request.actor.today), newest[0])
    says = f"Version {current.version}, from {in_words(current.valid_from)}: "
    return Card(
        "Attendance policy", _url(request, "schools:policy"), f"{says}parents contacted by {current.contact_by_time}."
    )


def _sites(request: OfficeRequest) -> Card:
    names = [site.name for site in queries.sites(request.actor)]
    return Card(
        "Sites", _url(request, "schools:sites"), ", ".join(names) if names else "One place; no sites are named."
    )


def _elsewhere(request: OfficeRequest) -> tuple[Card, ...]:
    """The parts of set-up that other parts of the office keep, as far as this person may open them."""
    offered = (
        ("Groups", "groups:list", "Year, registration and teaching groups, and who takes their registers.", None),
        ("Own fields", "own-fields:list", "What this school keeps of its pupils besides.", None),
        ("Timetable", "timetable:week", "Lessons of groups, staff and rooms; weeks; import.", None),
        ("Session marks", "registers:rules", "Where AM and PM come from: registration or a lesson.", None),
        ("Late registers", "registers:ladder", "Who is told of one, and after how many minutes.", None),
        ("First-day contact", "absence:contact-ladder", "How families are reached, by which steps.", None),
        ("Form for parents", "absence:parent-form", "Parents report an absence: on or off, its address.", None),
        ("Rooms", "site:room-set-up", "Reset room, hub, first aid, exams: who runs each roll.", None),
        ("Texts and e-mail", "comms:accounts", "Through whom messages to families go.", None),
        ("Staff", "staff:list", "Accounts, roles and what each role may do.", Permission.MANAGE_STAFF),
        ("Import", "pupils:import", "Pupils and contacts from another system.", Permission.IMPORT_DATA),
    )
    mine = (offer[:3] for offer in offered if offer[3] is None or request.actor.may(offer[3]))
    cards = (Card(title, _url(request, route), says) for title, route, says in mine)
    return tuple(card for card in cards if card.url)


def _url(request: OfficeRequest, route: str) -> str:
    try:
        return reverse(route, kwargs={"school": request.school.slug})
    except NoReverseMatch:
        return ""
