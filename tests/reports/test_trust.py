"""A trust's schools side by side: counted alike, those that ask for attention first, nobody named, nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.reports.jobs import count_school
from rollbook.reports.models import SchoolFigures
from rollbook.rules.access import Role
from rollbook.schools.models import School, Trust
from tests.builders import a_role, a_school, a_user
from tests.registers.classroom import At
from tests.reports.trust_room import FRIDAY, a_marked_school, a_trust, a_trust_officer, rollbook_in, saved

pytestmark = pytest.mark.django_db

ALL, ILL_ONCE, OFTEN = "/" * 14, "/" * 13 + "I", "//I//I//////GG"
GAPS = "/" * 6 + "-" * 8


def counted(name: str, years: dict[str, list[str]], trust: Trust) -> School:
    school = a_marked_school(name, years, trust=trust)
    count_school(rollbook_in(school))
    return school


def opened(user: object, trust: Trust, *, now: object = FRIDAY, **asked: str):  # type: ignore[no-untyped-def]
    return At(user, now).get(reverse("trust-year", kwargs={"trust": trust.slug}), **asked)  # type: ignore[arg-type]


def names(answer) -> list[str]:  # type: ignore[no-untyped-def]
    return [line.row.name for line in answer.context["lines"]]


def test_exceptions_stand_first_each_with_its_sentence() -> None:
    trust = a_trust()
    counted("Ash", {"7": [ALL, ALL]}, trust)
    counted("Birch", {"7": [ALL, GAPS]}, trust)
    counted("Cedar", {"7": ["-" * 14]}, trust)
    falling = ["/" * 14, "/" * 9 + "II///", "/" * 4 + "I" + "/" * 4 + "IIIII"]
    counted("Damson", {"7": falling}, trust)

    answer = opened(a_trust_officer(trust), trust)

    assert names(answer) == ["Cedar", "Birch", "Damson", "Ash"]
    page = answer.content.decode()
    assert "No mark of this year" in page
    assert "14 of 40 marks of the last ten school days are missing (35.0 %)." in page
    assert "Attendance has fallen three weeks running" in page
    assert "3 of 4 schools ask for attention; they stand first." in page


def test_all_schools_together_are_pooled_and_no_average() -> None:
    trust = a_trust()
    counted("Ash", {"7": [ALL] * 9 + [OFTEN]}, trust)
    counted("Birch", {"7": [OFTEN]}, trust)

    whole = opened(a_trust_officer(trust), trust).context["view"].together

    assert (whole.pupils, whole.persistent) == (11, 2)
    assert (whole.totals.attended, whole.totals.possible) == (11 * 28 - 16, 11 * 28)


def test_training_schools_are_not_added_to_real_ones() -> None:
    trust = a_trust()
    counted("Ash", {"7": [ALL]}, trust)
    practice = counted("Practice", {"7": [OFTEN] * 5}, trust)
    School.objects.filter(pk=practice.pk).update(practice_shift=timedelta(0))

    answer = opened(a_trust_officer(trust), trust)

    assert answer.context["view"].together.pupils == 1
    assert "training school" in answer.content.decode()


def test_a_school_of_which_nothing_is_counted_says_so() -> None:
    trust = a_trust()
    for name in ("Ash", "Birch", "Cedar"):
        a_marked_school(name, {"7": [ALL]}, trust=trust)

    answer = opened(a_trust_officer(trust), trust)

    assert "Nothing of this year has been counted yet." in answer.content.decode()
    assert answer.context["view"].counted == 0


def test_in_a_small_trust_what_was_saved_a_moment_ago_is_counted_for_the_page() -> None:
    trust = a_trust()
    school = counted("Ash", {"7": [ALL]}, trust)
    SchoolFigures.objects.update(attended=0, unauthorised=28)
    officer = a_trust_officer(trust)
    assert str(opened(officer, trust).context["lines"][0].row.attendance) == "0.0 %"

    saved(school, 2)

    assert str(opened(officer, trust).context["lines"][0].row.attendance) == "100.0 %"
    assert SchoolFigures.objects.get().attended == 0, "a page keeps nothing"


def test_in_a_large_one_it_is_said_how_many_saves_have_come_since() -> None:
    trust = a_trust()
    for name in ("Ash", "Birch", "Cedar"):
        saved(counted(name, {"7": [ALL]}, trust), 4)

    assert "3 saves since" in opened(a_trust_officer(trust), trust).content.decode()


def test_old_figures_are_an_exception() -> None:
    trust = a_trust()
    counted("Ash", {"7": [ALL]}, trust)

    page = opened(a_trust_officer(trust), trust, now=FRIDAY + timedelta(days=3)).content.decode()

    assert "Counted Fri 18 Sep, 16:30." in page


def test_the_page_asks_the_same_however_many_schools_there_are() -> None:
    trust = a_trust()
    officer, asked = a_trust_officer(trust), []
    for more in (1, 9):
        for n in range(more):
            counted(f"School {more} {n}", {"7": [ALL, OFTEN]}, trust)
        visitor = At(officer)
        with CaptureQueriesContext(connection) as captured:
            visitor.get(reverse("trust-year", kwargs={"trust": trust.slug}))
        asked.append(len(captured))

    # Session, person, posts, trusts, schools, figures, chains; on PostgreSQL whether shards have joined.
    assert asked == [8, 8] if connection.vendor == "postgresql" else asked == [7, 7]


def test_who_does_not_work_for_the_trust_is_told_that_there_is_none() -> None:
    trust, other = a_trust(), a_trust("Southern Trust")
    school = counted("Ash", {"7": [ALL]}, trust)
    elsewhere, head = a_trust_officer(other), a_user("H. Head")
    a_role(head, school, Role.HEAD)

    assert opened(elsewhere, trust).status_code == 404
    assert opened(elsewhere, trust, phase="Secondary").status_code == 404
    assert opened(head, trust).status_code == 404
    assert opened(a_trust_officer(trust), trust).status_code == 200


def test_a_trust_officer_of_one_school_sees_that_school_alone() -> None:
    trust = a_trust()
    own, _ = counted("Ash", {"7": [ALL]}, trust), counted("Birch", {"7": [ALL]}, trust)
    user = a_user("T. Part")
    a_role(user, own, Role.TRUST)

    assert names(opened(user, trust)) == ["Ash"]


def test_a_school_opens_for_those_who_may_see_its_watch_lists() -> None:
    trust = a_trust()
    school = counted("Ash", {"7": [ALL]}, trust)

    page = opened(a_trust_officer(trust), trust).content.decode()

    assert reverse("home:watch", kwargs={"school": school.slug}) in page


def test_a_trust_without_schools_is_an_empty_page() -> None:
    trust = a_trust()
    assert "No school of this trust is kept here" in opened(a_trust_officer(trust), trust).content.decode()


def test_phase_order_and_year_stand_in_the_address() -> None:
    trust = a_trust()
    counted("Ash", {"7": [ALL]}, trust)
    primary = counted("Birch", {"7": [OFTEN]}, trust)
    School.objects.filter(pk=primary.pk).update(phase="PS")
    officer = a_trust_officer(trust)

    assert names(opened(officer, trust, phase="Primary")) == ["Birch"]
    assert names(opened(officer, trust, sort="name")) == ["Ash", "Birch"]
    assert names(opened(officer, trust, sort="-attendance")) == ["Ash", "Birch"]
    assert "2025/26" in opened(officer, trust, year="2025").content.decode()
    assert opened(officer, trust, year="1999", sort="nonsense", phase="Nonsense").status_code == 200


@pytest.mark.parametrize(("form", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_the_same_rows_as_a_file(form: str, begins: bytes) -> None:
    trust = a_trust()
    counted("Ash", {"7": [ALL, OFTEN]}, trust)
    counted("Birch", {"7": [ALL]}, trust)

    answer = opened(a_trust_officer(trust), trust, **{"as": form})

    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="trust-2026-09-18.{form}"'


def test_no_pupil_is_named_on_it() -> None:
    trust = a_trust()
    counted("Ash", {"7": [ALL]}, trust)
    a_school("Elsewhere")

    assert "Abiodun" not in opened(a_trust_officer(trust), trust).content.decode()


def test_the_page_of_this_moment_leads_to_that_of_the_year() -> None:
    trust = a_trust()
    counted("Ash", {"7": [ALL]}, trust)

    page = At(a_trust_officer(trust), FRIDAY).get(reverse("trust")).content.decode()

    assert reverse("trust-year", kwargs={"trust": trust.slug}) in page


def test_whose_schools_are_all_kept_elsewhere_begins_at_the_year() -> None:
    trust = a_trust()
    visitor = At(a_trust_officer(trust), FRIDAY)

    assert visitor.get("/")["Location"] == visitor.get(reverse("trust"))["Location"] == f"/trust/{trust.slug}/"
