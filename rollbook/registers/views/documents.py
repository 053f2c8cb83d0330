"""Documents for a head to sign: certificates, registers on paper, the days' fingerprints (REG-7, LEG-9)."""

from __future__ import annotations

import uuid
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from rollbook.pupils.queries.groups import group as group_line
from rollbook.pupils.queries.identity import pupil as pupil_overview
from rollbook.registers.forms import PeriodForm
from rollbook.registers.queries.certificate import certificate as certificate_of
from rollbook.registers.queries.fingerprints import fingerprint, seals
from rollbook.registers.queries.printed import printed_register
from rollbook.registers.views import paperwork
from rollbook.registers.views.office import every_group, office_tabs, office_url
from rollbook.rules.access import Permission
from rollbook.rules.year_row import year_of
from rollbook.schools.queries import calendar_of, school_line
from rollbook.web.pages import OfficeRequest, page
from rollbook.web.printing import pdf

PDF, CSV = "application/pdf", "text/csv; charset=utf-8"
_FOLDER = "registers/typst"


@require_safe
@page(Permission.PRINT_DOCUMENTS)
def documents(request: OfficeRequest) -> HttpResponse:
    """What can be printed to be signed: certificates, registers with their marks, fingerprints."""
    actor, school = request.actor, request.school.slug
    values = {
        "page": {"title": "Documents", "sub": "to print, to sign, to send"},
        "tabs": office_tabs(request, "documents"),
        "groups": [
            (group.name, reverse("registers:printed", kwargs={"school": school, "group": group.public_id}))
            for group in every_group(actor, actor.today)
        ],
        "pupils_url": _installed("home:pupils", school),
        "fingerprints_url": office_url(request, "fingerprints") if actor.may(Permission.SEE_RECORD) else "",
    }
    return render(request, "registers/documents.html", values)


@require_safe
@page(Permission.PRINT_DOCUMENTS)
def certificate(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """A pupil's certificate as a PDF; without a period, the page that asks for it."""
    found = pupil_overview(request.actor, pupil)
    form = _form(request)
    if not form.is_valid():
        title = f"Certificate of attendance: {found.legal_forename} {found.legal_surname}"
        csv_url = reverse("registers:certificate-csv", kwargs={"school": request.school.slug, "pupil": pupil})
        says = "The certificate has the totals, every session and every amended entry, and a place for a signature."
        return _asked(request, form, title, says, csv_url)
    made = certificate_of(request.actor, pupil, *form.period)
    data = pdf(f"{_FOLDER}/certificate.typ", paperwork.certificate(made), made_at=made.made_at)
    return _file(data, PDF, f"certificate-{made.pupil.admission_number or 'pupil'}-{made.last}.pdf")


@require_safe
@page(Permission.PRINT_DOCUMENTS)
def certificate_csv(request: OfficeRequest, pupil: uuid.UUID) -> HttpResponse:
    """The sessions of a certificate as a table; of the year so far unless a period is said."""
    form = _form(request)
    made = certificate_of(request.actor, pupil, *(form.period if form.is_valid() else _year_so_far(request)))
    return _file(paperwork.certificate_csv(made), CSV, f"sessions-{made.pupil.admission_number or 'pupil'}.csv")


@require_safe
@page(Permission.PRINT_DOCUMENTS)
def printed(request: OfficeRequest, group: uuid.UUID) -> HttpResponse:
    """A group's register with its marks as a PDF; without a period, the page that asks for it."""
    found = group_line(request.actor, group)
    form = _form(request)
    if not form.is_valid():
        says = "A page for each week with the marks as they stand, then the totals and a place for a signature."
        return _asked(request, form, f"Register on paper: {found.name}", says)
    made = printed_register(request.actor, group, *form.period)
    return _file(
        pdf(f"{_FOLDER}/group.typ", paperwork.group(made), made_at=made.made_at), PDF, f"register-{made.last}.pdf"
    )


@require_safe
@page(Permission.SEE_RECORD)
def fingerprints(request: OfficeRequest) -> HttpResponse:
    """The days' seals, and how to print them."""
    values = {
        "page": {"title": "Fingerprints of the register"},
        "seals": [paperwork.seal(line) for line in seals(request.actor)],
        "now": paperwork.fingerprint(fingerprint(request.actor)),
        "print_url": reverse("registers:fingerprints-pdf", kwargs={"school": request.school.slug}),
    }
    return render(request, "registers/fingerprints.html", values)


@require_safe
@page(Permission.SEE_RECORD)
def printed_fingerprints(request: OfficeRequest) -> HttpResponse:
    """The last month's seals on a sheet to sign and keep."""
    actor = request.actor
    data = paperwork.fingerprints(school_line(actor), fingerprint(actor), seals(actor), actor.now)
    return _file(pdf(f"{_FOLDER}/fingerprints.typ", data, made_at=actor.now), PDF, f"fingerprints-{actor.today}.pdf")


def _installed(route: str, school: str) -> str:
    """The address of a page of a part above this one; empty where that part is not installed."""
    try:
        return reverse(route, kwargs={"school": school})
    except NoReverseMatch:
        return ""


def _form(request: OfficeRequest) -> PeriodForm:
    return PeriodForm(request.GET if "from" in request.GET else None, today=request.actor.today)


def _asked(request: OfficeRequest, form: PeriodForm, title: str, says: str, csv_url: str = "") -> HttpResponse:
    first, last = _year_so_far(request)
    if not form.is_bound:
        form.initial = {"from": f"{first:%d/%m/%Y}", "to": f"{last:%d/%m/%Y}"}
    values = {"page": {"title": title}, "form": form, "says": says, "csv_url": csv_url}
    return render(request, "registers/period.html", values, status=422 if form.errors else 200)


def _year_so_far(request: OfficeRequest) -> tuple[date, date]:
    """From the school year's first day to today; before it has begun, the year before."""
    today = request.actor.today
    for year in (year_of(today), year_of(today) - 1):
        days = calendar_of(request.actor, year).days
        if days and days[0] <= today:
            return days[0], min(today, days[-1])
    return today, today


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    shown = "inline" if kind == PDF else "attachment"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'{shown}; filename="{name}"'})
