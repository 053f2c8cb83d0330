"""A list of pupils who go elsewhere together: planning it, its roll on paper, and links for a provider."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollbook.pupils.queries.groups import group
from rollbook.pupils.queries.lines import PupilLine, pupil_lines, roster
from rollbook.pupils.queries.pasted import PastedList, read_pasted
from rollbook.registers.actions.confirming import make_link, plan_outing, revoke_link
from rollbook.registers.outing_forms import OutingForm
from rollbook.registers.queries.outing_links import LinkLine, links_of, seeing_the_list
from rollbook.registers.queries.unconfirmed import OutingLine, pupils_of_outing
from rollbook.registers.views.addresses import clock, short_day
from rollbook.registers.views.confirming import CONFIRMS, OFFICE, led_or_office
from rollbook.registers.views.office import every_group, office_url
from rollbook.rules.codes import code_on
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sessions import in_words, parse_date
from rollbook.schools.queries import calendar_of
from rollbook.staff.queries import staff_of
from rollbook.web.marks import MarkBox
from rollbook.web.pages import OfficeRequest, page

MOST_COLUMNS = 10
SPARE_LINES = 4


@require_http_methods(["GET", "HEAD", "POST"])
@page(OFFICE)
def outing_add(request: OfficeRequest) -> HttpResponse:
    """Plan a list from a group or a pasted list, looked through before it is made."""
    actor = request.actor
    groups = [(str(g.public_id), f"{g.name} ({g.size})") for g in every_group(actor, actor.today)]
    staff = [(str(line.id), line.name) for line in staff_of(actor) if line.is_active]
    form = OutingForm(request.POST or None, today=actor.today, groups=groups, staff=staff)
    if not form.is_bound or not form.is_valid():
        return _add_page(request, form)
    if request.POST.get("act") == "make" and (made := _make(request, form)):
        return HttpResponseRedirect(_url(request, "outing", outing=made), status=303)
    read = _read(request, form)
    if not read.pupils:
        form.add_error("pasted", "Nobody of the school's roll stands in this list. Check the lines, or choose a group.")
    return _add_page(request, form, read)


@require_safe
@page(*CONFIRMS)
def outing(request: OfficeRequest, outing: uuid.UUID) -> HttpResponse:
    """A list: who goes, who confirms, and the links made for it."""
    line = led_or_office(request, outing)
    office = request.actor.may(OFFICE)
    links = _links(request, line) if office else []
    today = request.actor.today
    values = {
        "page": {
            "title": line.name,
            "sub": _when(line),
            "back": office_url(request, "elsewhere-lists"),
            "back_label": "To be confirmed",
        },
        "outing": line,
        "box": MarkBox.of(code_on(line.code, line.first)),
        "pupils": _pupils(request, line),
        "links": links,
        "office": office,
        "may_link": office and bool(line.provider) and line.last >= today,
        "link_day": max(line.first, today),
        "today": today,
    }
    return render(request, "registers/outing.html", values)


@require_safe
@page(*CONFIRMS)
def outing_paper(request: OfficeRequest, outing: uuid.UUID) -> HttpResponse:
    """The list on paper: a box for each session of its school days."""
    line = led_or_office(request, outing)
    days = [
        d for d in calendar_of(request.actor, first=line.first, last=line.last).days if line.first <= d <= line.last
    ]
    values = {
        "page": {
            "title": line.name,
            "printed": f"{in_words(request.actor.today)}, {clock(request.actor.now)}",
        },
        "outing": line,
        "when": _when(line),
        "pupils": _pupils(request, line),
        "days": [short_day(day) for day in days[: MOST_COLUMNS // 2]],
        "boxes": range(2 * len(days[: MOST_COLUMNS // 2])),
        "spare": range(SPARE_LINES),
    }
    return render(request, "registers/outing_sheet.html", values)


@require_POST
@page(OFFICE)
def outing_link_add(request: OfficeRequest, outing: uuid.UUID) -> HttpResponse:
    """Make a link for one day of the list."""
    led_or_office(request, outing)
    make_link(request.actor, outing=outing, on=parse_date(request.POST.get("on", "")))
    messages.info(request, "The link is made. Send it to the one person who can say who was there.")
    return HttpResponseRedirect(_url(request, "outing", outing=outing), status=303)


@require_POST
@page(OFFICE)
def outing_link_revoke(request: OfficeRequest, outing_link: uuid.UUID) -> HttpResponse:
    """Make a link useless."""
    revoke_link(request.actor, link=outing_link)
    messages.info(request, "Revoked: the address opens nothing any more.")
    return HttpResponseRedirect(office_url(request, "elsewhere-lists"), status=303)


def _make(request: OfficeRequest, form: OutingForm) -> uuid.UUID | None:
    """The outing that was made; None where something is refused, told at the form."""
    given = form.cleaned_data
    try:
        made = plan_outing(
            request.actor,
            name=given["name"],
            place=given["place"],
            code=given["code"],
            first=given["first"],
            last=given["last"] or given["first"],
            pupils=request.POST.getlist("pupil"),
            patterns=form.patterns,
            leader=int(given["leader"]) if given["leader"] else None,
            provider=given["provider"],
        )
    except NotFound:
        form.add_error(None, "Tick at least one pupil of the list.")
        return None
    except Refused as refused:
        form.add_error(None, refused.says)
        return None
    number = len(request.POST.getlist("pupil"))
    messages.info(request, f"Planned for {number} pupil{'' if number == 1 else 's'}. Nobody is marked before it.")
    return made


def _read(request: OfficeRequest, form: OutingForm) -> PastedList:
    given = form.cleaned_data
    read = read_pasted(request.actor, given["pasted"])
    members: tuple[PupilLine, ...] = ()
    if given["group"]:
        members = roster(request.actor, group(request.actor, uuid.UUID(given["group"])).id, given["first"])
    everybody = {p.id: p for p in (*read.pupils, *members)}.values()
    return PastedList(tuple(sorted(everybody, key=lambda p: p.order)), read.nobody, read.several)


def _add_page(request: OfficeRequest, form: OutingForm, read: PastedList | None = None) -> HttpResponse:
    values = {
        "page": {
            "title": "A trip, placement or provider",
            "back": office_url(request, "elsewhere-lists"),
            "back_label": "To be confirmed",
        },
        "form": form,
        "read": read,
    }
    return render(request, "registers/outing_add.html", values, status=422 if form.is_bound and form.errors else 200)


def _links(request: OfficeRequest, line: OutingLine) -> list[tuple[LinkLine, str]]:
    """The links of a list with their whole addresses."""
    found = links_of(request.actor, line)
    return [(link, request.build_absolute_uri(reverse("outing-link", args=[link.token]))) for link in found]


def _pupils(request: OfficeRequest, line: OutingLine) -> list[tuple[str, str]]:
    keys = pupils_of_outing(request.actor, line)
    lines = pupil_lines(seeing_the_list(request.actor), keys, line.first)
    return [(p.listed_name, p.registration) for p in lines]


def _when(line: OutingLine) -> str:
    days: list[date] = sorted({line.first, line.last})
    return " to ".join(in_words(day) for day in days)


def _url(request: OfficeRequest, name: str, **place: uuid.UUID) -> str:
    return reverse(f"registers:{name}", kwargs={"school": request.school.slug, **place})
