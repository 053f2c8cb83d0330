"""CASE-A, as the attendance office would tell it: who is drifting, why we think so, whether what we did moved it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from rollbook.absence.models import LateStepTaken
from rollbook.absence.queries import WatchFilters, pupil_year, watch_list
from rollbook.absence.queries.patterns import pattern_story
from rollbook.absence.queries.standings import standings
from rollbook.absence.queries.watch_lists import with_patterns
from rollbook.registers.actions import amend_mark
from rollbook.rules.access import Permission
from rollbook.rules.actor import LONDON
from rollbook.rules.forecasts import forecast_says
from rollbook.rules.marking import RegisterFacts
from rollbook.rules.sessions import Half, Session
from tests.absence.morning import FRIDAY, Morning, days_of_term
from tests.builders import TERM_STARTS, an_actor

pytestmark = pytest.mark.django_db
TERM = days_of_term(TERM_STARTS, FRIDAY)
MONDAYS = [day for day in TERM if day.weekday() == 0]
MAYA, OLU, TESS = 0, 1, 2


class Autumn(Morning):
    """A form at the middle of November: Maya misses Mondays, Olu was ill for a week, Tess is hardly there."""

    def __init__(self) -> None:
        super().__init__(3)
        away = {
            MAYA: set(MONDAYS[1:7]),
            OLU: set(TERM[10:16]),
            TESS: set(TERM[:-12]),
        }
        for half, here in ((Half.AM, "/"), (Half.PM, "\\")):
            self.marked_on({on: {n: "I" if on in away[n] else here for n in away} for on in TERM if on <= FRIDAY}, half)


def test_the_office_finds_who_is_drifting_and_reads_why() -> None:
    autumn = Autumn()
    actor = autumn.actor()

    # All three missed a tenth of their sessions; the list has the most absent first, each in the school's band.
    listed = with_patterns(actor, watch_list(actor, WatchFilters()))
    assert [(w.pupil.forename, w.band.title if w.band else "") for w in listed] == [
        ("Pupil02", "Severely absent"),
        ("Pupil00", "Persistently absent"),
        ("Pupil01", "Persistently absent"),
    ]

    # Maya and Olu have missed as much as each other. Only one of them has a habit.
    maya, olu = listed[1:]
    assert maya.totals == olu.totals
    assert [one.says for one in maya.patterns] == [
        f"Mondays: absent on 6 of {len(MONDAYS)}. 6 days of absence over {len(TERM)} school days, "
        f"so {maya.patterns[0].expected_words} would be expected."
    ]
    assert olu.patterns == ()

    # Both can still end the year under ten per cent, and it is said what that takes.
    assert maya.forecast_says.startswith("Needs 9")
    assert maya.forecast_says.endswith(" % from now to end the year under 10 %.")

    # The figure opens to its sessions; what counted and what it is measured against sum to it.
    story = pupil_year(actor, autumn.pupils[MAYA].public_id)
    parts = story.statements[0].parts
    assert sum(len(part) for part in parts if part.counts) == story.totals.absent == 12
    assert sum(len(part) for part in parts if part.in_whole) == story.totals.possible == 2 * len(TERM)


def test_a_mark_put_right_a_minute_ago_is_in_the_list() -> None:
    autumn = Autumn()
    before = standings(autumn.actor())[autumn.pupils[MAYA].pk]
    session = Session(MONDAYS[1], Half.AM)
    begins = datetime.combine(session.on, datetime.min.time(), LONDON)
    opens, closes, ends = (begins + timedelta(hours=hours) for hours in (8, 9, 12))
    office = an_actor(autumn.school, now=autumn.now, permissions=frozenset(Permission))
    amend_mark(
        office, pupil=str(autumn.pupils[MAYA].public_id), facts=RegisterFacts(session, True, opens, closes, ends),
        code="/", reason="She was there; the register was sent too early", seen=1,
    )  # fmt: skip
    after = standings(autumn.actor())[autumn.pupils[MAYA].pk]
    assert (before.totals.absent, after.totals.absent) == (12, 11)
    assert after.until_persistent.may_miss == before.until_persistent.may_miss + 1


def test_movement_since_last_week_and_who_has_a_social_worker() -> None:
    autumn = Autumn()
    autumn.flag(TESS)
    since = FRIDAY - timedelta(days=7)
    (tess,) = watch_list(autumn.actor(), WatchFilters(characteristic="social-worker", since=since))
    assert tess.pupil.forename == "Pupil02"
    assert tess.change is not None
    assert tess.change < 0, "she has been in for two weeks and more"
    assert tess.before.possible == tess.totals.possible - 10


def test_the_letter_of_october_and_what_came_after_it() -> None:
    autumn = Autumn()
    wrote = MONDAYS[6] + timedelta(days=1)
    LateStepTaken.objects.create(
        school=autumn.school, pupil=autumn.pupils[MAYA], since=TERM_STARTS, at=6, act="letter", times=6,
        taken_at=datetime.combine(wrote, datetime.min.time(), LONDON) + timedelta(hours=10), by_name="A. Osei",
    )  # fmt: skip
    office = autumn.person()
    said = office.get(office.url("home:pupil-watch", autumn.pupils[MAYA].public_id)).content.decode()
    assert "6 late: letter home" in said
    assert "Up since" in said
    assert "100.0 % in the" in said
    assert "Attendance on either side is a count, not a cause" in said


def test_when_the_year_can_no_longer_be_saved_the_list_says_so_plainly() -> None:
    autumn = Autumn()
    tess = standings(autumn.actor())[autumn.pupils[TESS].pk]
    assert forecast_says(tess.until_persistent) == "Can no longer end the year under 10 %."
    assert forecast_says(tess.until_severe).startswith("Needs ")
    story = pattern_story(autumn.actor(), autumn.pupils[TESS].pk)
    assert story.patterns == (), "a long absence is no habit of weekdays"
    assert story.since == TERM[0]
