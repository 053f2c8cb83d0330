"""A lesson's register: the same page as a session's, for a group in a period."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from rollbook.audit.actions import log_access
from rollbook.registers.actions import SaveOutcome, Tap
from rollbook.registers.actions.lessons import save_lesson
from rollbook.registers.forms import SentRegister, read_form, read_json
from rollbook.registers.issue import LessonIssue, read_lesson_issue
from rollbook.registers.queries import known_of
from rollbook.registers.queries.board import RegisterState
from rollbook.registers.queries.lessons import LessonRow, LessonSheet, lesson_list, lesson_sheet
from rollbook.registers.queries.strip import day_strip
from rollbook.registers.views.addresses import clock, short_day
from rollbook.registers.views.rows import RowView, Said, known_rows
from rollbook.registers.views.saving import answer_of
from rollbook.registers.views.taking import sheet_values, time_left
from rollbook.rules.access import Permission
from rollbook.rules.codes import in_force
from rollbook.rules.marking import EARLIEST_BEFORE_OPENING, Outcome
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import Half, in_words, parse_date
from rollbook.schools.queries import is_school_day
from rollbook.web.components.layout import Identity
from rollbook.web.marks import EMPTY_BOX, MarkBox
from rollbook.web.pages import OfficeRequest, page

SEES = (Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER, Permission.SEE_BOARD)
TAKES = (Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)
TONES = {
    RegisterState.MISSING: "late",
    RegisterState.PARTLY: "late",
    RegisterState.OPEN: "open",
    RegisterState.TAKEN: "done",
    RegisterState.NOT_OPEN: "none",
}


@require_safe
@page(*SEES)
def lessons(request: OfficeRequest) -> HttpResponse:
    """The lessons of a day: a teacher's own, or the school's by period for whoever sees the board."""
    asked = request.GET.get("on")
    on = parse_date(asked) if asked else request.actor.today
    whole = request.actor.may(Permission.SEE_BOARD) and request.GET.get("whose") != "mine"
    rows = lesson_list(request.actor, on, own=not whole)
    cells = [(row.lesson.period, _cell(request, row)) for row in rows]
    values = {
        "page": {"title": "Lessons" if whole else "My lessons", "sub": in_words(on), "wide": whole},
        "periods": [(p, [cell for _, cell in found]) for p, found in groupby(cells, key=lambda c: c[0])],
    }
    return render(request, "registers/lessons.html", values)


@require_safe
@page(*SEES)
def lesson(request: OfficeRequest, lesson: uuid.UUID, on: str) -> HttpResponse:
    """A lesson's register as it lies before the person who takes it."""
    return _lesson_page(request, lesson_sheet(request.actor, lesson, parse_date(on)))


@require_safe
@page(*SEES)
def known_lesson(request: OfficeRequest, lesson: uuid.UUID, on: str) -> HttpResponse:
    """What is known of a lesson's pupils besides: past weeks, and flags for those who may see them."""
    sheet = lesson_sheet(request.actor, lesson, parse_date(on)).sheet
    lines = known_of(request.actor, sheet)
    if any(line.flags for line in lines.values()):
        log_access(request.actor, what="flags on a register", subject=f"lesson:{lesson}")
    return render(request, "registers/known.html", {"rows": known_rows(sheet, lines)})


@require_POST
@page(*TAKES)
def save_lesson_register(request: OfficeRequest, lesson: uuid.UUID, on: str) -> HttpResponse:
    """Save a lesson's register as it was sent; every row is answered."""
    if request.content_type == "application/json":
        sent = read_json(request.body)
        _, outcome = _store(request, sent, lesson, on)
        return JsonResponse(answer_of(outcome, {}))
    sent = read_form(request.POST, _half_sent(request))
    _, outcome = _store(request, sent, lesson, on)
    if outcome.refused_whole:
        raise Refused(outcome.refused_whole, rule="SAV-1")
    return _page_again(request, lesson, on, sent, outcome)


@require_safe
@page(Permission.SEE_OWN_PUPILS, Permission.SEE_ALL_PUPILS, Permission.SEE_RECORD)
def pupil_day(request: OfficeRequest, pupil: uuid.UUID, on: str) -> HttpResponse:
    """A pupil's day on one line, with the mark that won for each half and a sentence why."""
    strip = day_strip(request.actor, pupil, parse_date(on))
    codes = in_force(strip.on)
    boxes = [
        (box, MarkBox.of(codes[box.code], minutes=box.minutes) if box.code in codes else EMPTY_BOX)
        for box in strip.boxes
    ]
    who = strip.pupil
    values = {
        "page": {"title": f"{who.name}: {in_words(strip.on)}"},
        "who": Identity(name=who.name, group=who.registration, year=f"Year {who.nc_year}" if who.nc_year else ""),
        "when": in_words(strip.on),
        "boxes": boxes,
        "why": strip.why,
    }
    return render(request, "registers/lesson_strip.html", values)


def _lesson_page(
    request: OfficeRequest,
    found: LessonSheet,
    *,
    sent: Mapping[str, Tap] | None = None,
    said: Mapping[str, Said] | None = None,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    sheet, about = found.sheet, found.lesson
    begun = request.actor.now >= sheet.day.opens - EARLIEST_BEFORE_OPENING
    takes = found.takes and begun and bool(sheet.rows)
    back = reverse("registers:lessons", kwargs={"school": request.school.slug})
    urls = _day_urls(request, found) if request.actor.may(Permission.SEE_ALL_PUPILS) else {}
    values = sheet_values(request, sheet, sent=sent, said=said, urls=urls)
    values |= {
        "page": {
            "title": f"{about.group} · {about.period} · {short_day(about.on)}",
            "back": back,
            "back_label": "Lessons",
            "window": f"{clock(sheet.day.opens)}–{clock(sheet.day.closes)}",
            "left": time_left(request, sheet),
        },
        "rows": _with_day(found, values["rows"]),
        "takes": takes,
        "why_not": "" if takes else _why_not(found, begun=begun),
        "from_here": f"The {found.rule.half.label} mark comes from this lesson." if found.rule and takes else "",
        "issue": found.issue.sign() if takes else "",
        "reason": reason,
        "save_url": _url(request, found, "save-lesson"),
        "known_url": _url(request, found, "known-lesson"),
        "next_url": back,
    }
    return render(request, "registers/take.html", values, status=status)


def _with_day(found: LessonSheet, rows: object) -> list[RowView]:
    """Beside each name, what stands of the pupil's day besides this lesson."""
    views = rows if isinstance(rows, tuple) else ()
    return [replace(view, day=found.earlier.get(view.row.token, "")) for view in views]


def _why_not(found: LessonSheet, *, begun: bool) -> str:
    if found.lesson.cancelled:
        return "This lesson does not take place on this day, so there is no register to take."
    if not found.sheet.rows:
        return "Nobody belongs to this group on this day. Pupils are put into groups under Set-up, or by an import."
    if not found.takes:
        return "You can see this register but not take it. Whoever teaches or covers the lesson that day takes it."
    opens = clock(found.sheet.day.opens - EARLIEST_BEFORE_OPENING)
    return "" if begun else f"This lesson has not begun. Its register can be taken from {opens}."


def _store(request: OfficeRequest, sent: SentRegister, lesson: uuid.UUID, on: str) -> tuple[LessonIssue, SaveOutcome]:
    actor = request.actor
    issue = read_lesson_issue(sent.issue, school_id=actor.school, user_id=actor.user_id)
    if (issue.lesson, issue.register.on) != (str(lesson), parse_date(on)):
        raise Refused("This register page belongs to another lesson. Open the register again; nothing was saved.")
    return issue, _save(request, issue, sent)


def store_sent_lesson(request: OfficeRequest, sent: SentRegister) -> dict[str, object]:
    """Store a lesson's register of which only the issue says what it is of; what the page's script is told."""
    issue = read_lesson_issue(sent.issue, school_id=request.actor.school, user_id=request.actor.user_id)
    return answer_of(_save(request, issue, sent), {})


def _save(request: OfficeRequest, issue: LessonIssue, sent: SentRegister) -> SaveOutcome:
    actor = request.actor
    return save_lesson(
        actor,
        issue=issue,
        save_id=sent.save_id,
        taps=sent.taps,
        is_school_day=is_school_day(actor, issue.register.on),
        finished=sent.finished,
        taken_at=sent.taken_at,
        began_at=sent.began_at,
    )


def _half_sent(request: OfficeRequest) -> Half:
    """The half that the sent issue is about, for what “present” is; an unreadable one is refused when it is stored."""
    actor = request.actor
    issue = read_lesson_issue(request.POST.get("issue", ""), school_id=actor.school, user_id=actor.user_id)
    return Half(issue.register.half)


def _page_again(
    request: OfficeRequest, lesson: uuid.UUID, on: str, sent: SentRegister, outcome: SaveOutcome
) -> HttpResponse:
    """After a plain form: the register as it now stands; what was not stored stays in its fields, with why."""
    stays = [row for row in outcome.rows if row.says and row.outcome is Outcome.STORED]
    if stays:
        says = f"{len(stays)} session mark{' was' if len(stays) == 1 else 's were'} not changed with the lesson"
        messages.warning(request, f"{says}: somebody else had entered one. The office is shown the difference.")
    unstored = [row for row in outcome.rows if row.says and row not in stays]
    left = {row.key: Said(row.says, row.outcome is Outcome.CONFLICT) for row in unstored}
    left |= {token: Said(says) for token, says in sent.problems.items()}
    found = lesson_sheet(request.actor, lesson, parse_date(on))
    if not left:
        stored = outcome.count(Outcome.STORED)
        messages.info(
            request, f"{stored} mark{'' if stored == 1 else 's'} saved." if stored else "Nothing had changed."
        )
        return HttpResponseRedirect(_url(request, found, "lesson"), status=303)
    kept = {tap.token: tap for tap in sent.taps if tap.token in left}
    return _lesson_page(request, found, sent=kept, said=left, reason=request.POST.get("reason", ""), status=422)


def _cell(request: OfficeRequest, row: LessonRow) -> dict[str, object]:
    about = row.lesson
    who = f"cover: {about.teacher}" if about.covered else about.teacher or "no teacher named"
    hours = f"{clock(about.starts)}–{clock(about.ends)}" if about.starts and about.ends else "no hours set"
    state = "does not take place" if about.cancelled else f"{row.state.value}, {row.marked} of {row.size}"
    place = {"school": request.school.slug, "lesson": about.public_id, "on": about.on.isoformat()}
    return {
        "name": f"{about.group} {about.subject}".strip(),
        "tone": "none" if about.cancelled else TONES[row.state],
        "state": f"{state} · {row.rule.half.label} mark" if row.rule else state,
        "detail": " · ".join(part for part in (hours, who, about.room) if part),
        "url": reverse("registers:lesson", kwargs=place) if about.starts else "",
    }


def _day_urls(request: OfficeRequest, found: LessonSheet) -> dict[str, str]:
    on = found.lesson.on.isoformat()
    place = {"school": request.school.slug, "on": on}
    return {
        row.token: reverse("registers:pupil-day", kwargs={**place, "pupil": row.pupil.public_id})
        for row in found.sheet.rows
    }


def _url(request: OfficeRequest, found: LessonSheet, name: str) -> str:
    place = {"school": request.school.slug, "lesson": found.lesson.public_id, "on": found.lesson.on.isoformat()}
    return reverse(f"registers:{name}", kwargs=place)
