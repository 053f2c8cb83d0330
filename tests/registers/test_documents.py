"""Documents for a head to sign: they say what the screen says, and the same thing each time."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.audit.models import AccessEntry
from rollbook.registers.actions import amend_mark, seal_day
from rollbook.registers.models import PupilYear
from rollbook.registers.queries.certificate import certificate
from rollbook.registers.queries.fingerprints import fingerprint, seals
from rollbook.registers.queries.history import REASON_KEPT
from rollbook.registers.queries.printed import printed_register
from rollbook.registers.queries.years import year_lines
from rollbook.registers.views import paperwork
from rollbook.rules.access import Permission, Role
from rollbook.rules.attendance import tally
from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.schools.queries import school_line
from rollbook.web.printing import FONTS, pdf
from tests.builders import A_MORNING, a_role, a_school, a_user, an_actor
from tests.registers.classroom import At
from tests.registers.test_taking import MONDAY, Form9A

NOON = A_MORNING + timedelta(hours=3)
FIRST = date(2026, 9, 1)


@pytest.fixture
def form(db: None) -> Form9A:
    """A pupil whose N became I, one present, one late; the day is sealed."""
    form = Form9A(now=NOON)
    form.save(form.tap(0, "N"), form.tap(1, "/"), form.tap(2, "L", minutes=7))
    amend_mark(
        form.actor,
        pupil=str(form.pupils[0].public_id),
        facts=form.issue.facts(),
        code="I",
        reason="Father rang",
        seen=1,
    )
    seal_day(an_actor(form.school, Role.HEAD, now=NOON), day=MONDAY)
    return form


def of(form: Form9A, n: int = 0, role: Role = Role.HEAD):  # type: ignore[no-untyped-def]
    actor = an_actor(form.school, role, now=NOON)
    return certificate(actor, form.pupils[n].public_id, FIRST, MONDAY)


def printed(made) -> bytes:  # type: ignore[no-untyped-def]
    return pdf("registers/typst/certificate.typ", paperwork.certificate(made), made_at=made.made_at)


def text_of(data: bytes) -> str:
    """The words of a PDF, by the tool that every Linux desktop has; nothing where it is missing."""
    tool = shutil.which("pdftotext")
    if tool is None:
        return ""
    done = subprocess.run([tool, "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_a_certificate_says_what_the_register_says(form: Form9A) -> None:
    made = of(form)
    (line,) = year_lines(form.actor, [2026], [form.pupils[0].pk])
    assert made.totals == line.totals == tally((m.session, m.code) for m in made.marks)
    assert [(code.symbol, n) for code, n in made.codes] == [("I", 1)]
    (entry,) = made.amendments
    assert (entry.old, entry.new, entry.reason, entry.by_name) == ("N", "I", "Father rang", "A. Osei")
    assert len(made.unmarked) == 8, "four school days before Monday, two sessions each"
    assert made.fingerprint.seal is not None
    assert made.fingerprint.head == made.fingerprint.seal.head
    said = paperwork.certificate(made)
    assert said["figures"][:4] == [  # type: ignore[index]
        ("Possible sessions", "1"),
        ("Attended", "0"),
        ("Authorised absence", "1"),
        ("Unauthorised absence", "0"),
    ]


def test_the_pdf_is_tagged_and_the_same_each_time(form: Form9A) -> None:
    made = of(form)
    data = printed(made)
    assert data.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in data, "it says that it keeps PDF/UA-1"
    assert b"SourceSans3-Regular" in data or b"SourceSans3" in data
    assert data == printed(of(form))
    assert data != printed(replace(made, made_at=NOON + timedelta(minutes=1)))
    words = text_of(data)
    for part in ("Certificate of attendance", "Pupil00 Abiodun", "Father rang", "A. Osei", "URN", "Oakfield School"):
        assert part in words or not words


def test_no_name_is_read_as_markup(form: Form9A) -> None:
    pupil = form.pupils[0]
    pupil.legal_surname = '#eval("1") *O’Brien* $x$ \\ "'
    pupil.save(update_fields=["legal_surname"])
    words = text_of(printed(of(form)))
    assert '#eval("1") *O’Brien* $x$ \\ "' in words or not words


@pytest.mark.parametrize("name", ["Łukasz Nguyễn Ŵyn", "Δημήτρης", "Жук", "محمد"])
def test_letters_of_many_languages_are_drawn(form: Form9A, name: str) -> None:
    made = of(form)
    assert b"pdfuaid" in printed(replace(made, pupil=replace(made.pupil, surname=name)))


@pytest.mark.parametrize("name", ["李小龙", "Tolu 😀"])
def test_a_letter_that_cannot_be_drawn_stops_no_certificate(form: Form9A, name: str) -> None:
    made = of(form)
    data = printed(replace(made, pupil=replace(made.pupil, surname=name)))
    assert data.startswith(b"%PDF")
    assert b"pdfuaid" not in data, "it does not claim what it cannot keep"
    assert b"MarkInfo" in data, "but it is tagged"


def test_the_fonts_are_kept_here_with_their_licence() -> None:
    assert sorted(path.name for path in FONTS.glob("*.ttf")) == [
        "SourceSans3_400Regular.ttf",
        "SourceSans3_600SemiBold.ttf",
    ]
    assert (FONTS / "LICENCE-source-sans-3.txt").read_text().startswith("Copyright 2010-2020 Adobe")
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 2_000_000


def test_reasons_are_for_those_who_may_see_them(form: Form9A) -> None:
    may = frozenset({Permission.PRINT_DOCUMENTS, Permission.SEE_ALL_PUPILS})
    clerk = an_actor(form.school, now=NOON, permissions=may)
    (entry,) = certificate(clerk, form.pupils[0].public_id, FIRST, MONDAY).amendments
    assert entry.reason == REASON_KEPT


def test_who_may_have_a_certificate_and_that_it_is_noted(form: Form9A) -> None:
    before = AccessEntry.objects.count()
    of(form)
    noted = AccessEntry.objects.latest("id")
    assert AccessEntry.objects.count() == before + 1
    assert (noted.what, noted.subject) == ("certificate of attendance", f"pupil:{form.pupils[0].public_id}")
    with pytest.raises(NotAllowed):
        of(form, role=Role.TUTOR)
    elsewhere = an_actor(a_school("Elsewhere"), Role.HEAD, now=NOON)
    with pytest.raises(NotFound):
        certificate(elsewhere, form.pupils[0].public_id, FIRST, MONDAY)


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (MONDAY, FIRST, "before the first"),
        (date(2026, 10, 1), date(2026, 10, 2), "has not begun"),
        (date(2020, 9, 1), MONDAY, "at most three years"),
    ],
)
def test_a_period_that_cannot_be_is_refused(form: Form9A, first: date, last: date, says: str) -> None:
    with pytest.raises(Refused, match=says):
        certificate(an_actor(form.school, Role.HEAD, now=NOON), form.pupils[0].public_id, first, last)


def test_nothing_is_certified_when_the_totals_do_not_agree(form: Form9A) -> None:
    PupilYear.objects.filter(pupil=form.pupils[0]).update(codes=bytes(732))
    with pytest.raises(Refused, match="rollbook verify"):
        of(form)


def test_the_table_holds_the_same_sessions(form: Form9A) -> None:
    rows = list(csv.DictReader(io.StringIO(paperwork.certificate_csv(of(form)).decode("utf-8-sig"))))
    assert [(r["Date"], r["Session"], r["Mark"], r["First entry"], r["Times amended"]) for r in rows] == [
        ("07/09/2026", "AM", "I", "N", "1")
    ]
    assert rows[0]["Reason"] == "Father rang"
    (late,) = csv.DictReader(io.StringIO(paperwork.certificate_csv(of(form, 2)).decode("utf-8-sig")))
    assert (late["Mark"], late["Minutes late"], late["First entry"]) == ("L", "7", "L")


def test_a_register_of_a_group_has_everybodys_marks(form: Form9A) -> None:
    made = printed_register(an_actor(form.school, Role.HEAD, now=NOON), form.group.public_id, FIRST, MONDAY)
    assert [[mark.code for mark in row.marks.values()] for row in made.rows] == [["I"], ["/"], ["L"]]
    assert [row.totals.attended for row in made.rows] == [0, 1, 1]
    said = paperwork.group(made)
    assert [week["name"] for week in said["weeks"]] == ["31 August 2026", "7 September 2026"]  # type: ignore[attr-defined]
    data = pdf("registers/typst/group.typ", said, made_at=made.made_at)
    assert data == pdf("registers/typst/group.typ", paperwork.group(made), made_at=made.made_at)
    words = text_of(data)
    assert "Attendance register: 9A" in words or not words
    assert "I Illness" in words or not words


def test_the_fingerprints_fit_a_sheet(form: Form9A) -> None:
    head = an_actor(form.school, Role.HEAD, now=NOON)
    lines = seals(head)
    assert [(line.day, line.seq, line.saves) for line in lines] == [(MONDAY, 2, 2)]
    data = paperwork.fingerprints(school_line(head), fingerprint(head), lines, head.now)
    words = text_of(pdf("registers/typst/fingerprints.typ", data, made_at=head.now))
    assert lines[0].head[:8] in words or not words
    assert lines[0].key_id[:8] in words or not words


def url(form: Form9A, name: str, **what: object) -> str:
    return reverse(f"registers:{name}", kwargs={"school": form.school.slug, **what})


def the_head(form: Form9A) -> At:
    user = a_user("Dr Bright")
    a_role(user, form.school, Role.HEAD)
    return At(user, NOON)


def test_the_pages_ask_for_the_period_and_answer_with_the_document(form: Form9A) -> None:
    head, pupil = the_head(form), form.pupils[0].public_id
    asked = head.get(url(form, "certificate", pupil=pupil))
    assert asked.status_code == 200
    assert 'value="01/09/2026"' in asked.content.decode(), "the school year so far"
    answer = head.get(url(form, "certificate", pupil=pupil), **{"from": "2026-09-01", "to": "2026-09-07"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "no-store"
    assert "Abiodun" not in answer["Content-Disposition"]
    table = head.get(url(form, "certificate-csv", pupil=pupil), **{"from": "1/9/2026", "to": "7/9/2026"})
    assert table.content.decode("utf-8-sig").startswith("Date,Session,Mark")
    wrong = head.get(url(form, "certificate", pupil=pupil), **{"from": "7/9/2026", "to": "1/9/2026"})
    assert wrong.status_code == 422
    assert "The last day is before the first" in wrong.content.decode()
    nonsense = head.get(url(form, "certificate", pupil=pupil), **{"from": "someday", "to": ""})
    assert nonsense.status_code == 422
    group = url(form, "printed", group=form.group.public_id)
    assert head.get(group).status_code == 200
    assert head.get(group, **{"from": "1/9/2026", "to": "7/9/2026"})["Content-Type"] == "application/pdf"


def test_there_is_a_way_to_every_document(form: Form9A) -> None:
    head = the_head(form)
    hub = head.get(url(form, "documents")).content.decode()
    assert url(form, "printed", group=form.group.public_id) in hub
    assert url(form, "fingerprints") in hub
    pupil = form.pupils[0].public_id
    page = head.get(reverse("home:pupil", kwargs={"school": form.school.slug, "pupil": pupil})).content.decode()
    assert url(form, "certificate", pupil=pupil) in page


def test_the_fingerprints_are_shown_and_printed(form: Form9A) -> None:
    head = the_head(form)
    page = head.get(url(form, "fingerprints")).content.decode()
    assert seals(form.actor)[0].head in page
    assert head.get(url(form, "fingerprints-pdf")).content.startswith(b"%PDF")
    reception = a_user("Desk")
    a_role(reception, form.school, Role.RECEPTION)
    assert At(reception, NOON).get(url(form, "fingerprints")).status_code == 403


def test_a_certificate_costs_a_fixed_number_of_statements(form: Form9A) -> None:
    head = an_actor(form.school, Role.HEAD, now=NOON)
    with CaptureQueriesContext(connection) as one:
        certificate(head, form.pupils[0].public_id, FIRST, MONDAY)
    with CaptureQueriesContext(connection) as group:
        printed_register(head, form.group.public_id, FIRST, MONDAY)
    assert len(one) == 12, "\n".join(q["sql"][:110] for q in one.captured_queries)
    assert len(group) == 11, "\n".join(q["sql"][:110] for q in group.captured_queries)


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.DATA_MANAGER, Role.ADMISSIONS, Role.HEAD_OF_YEAR, Role.TRUST])
def test_who_sees_pupils_may_not_for_that_print_their_register(form: Form9A, role: Role) -> None:
    person = a_user("Somebody")
    a_role(person, form.school, role)
    at, pupil = At(person, NOON), form.pupils[0].public_id
    addresses = [
        url(form, "documents"),
        url(form, "printed", group=form.group.public_id),
        url(form, "certificate", pupil=pupil),
        url(form, "certificate-csv", pupil=pupil),
    ]
    assert [at.get(address).status_code for address in addresses] == [403] * 4
