"""The rail: who sees which part of the office, and where the day starts."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from rollbook.rules.access import PERMISSIONS, Permission, Role
from rollbook.web import navigation as rail


@dataclass(frozen=True)
class Someone:
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class Oakfield:
    slug: str = "oakfield"
    boards: bool = True


def labels(role: Role) -> list[str]:
    return [item.label for item in rail.visible_to(PERMISSIONS[role])]


def test_the_office_starts_at_today_and_a_teacher_at_their_registers() -> None:
    assert labels(Role.ATTENDANCE_ADMINISTRATOR)[0] == "Today"
    teacher = ["My registers", "Clubs", "On site", "Pupils", "My work", "Meetings", "Lessons", "Rooms", "Timetable"]
    assert labels(Role.TEACHER) == teacher


def test_nobody_is_shown_a_door_they_may_not_go_through() -> None:
    assert rail.visible_to(frozenset()) == ()
    assert rail.first_page(frozenset()) is None
    for role in Role:
        for item in rail.visible_to(PERMISSIONS[role]):
            assert item.wants & PERMISSIONS[role]


def test_every_key_is_used_once() -> None:
    keys = [item.key for item in rail.ITEMS if item.key]
    assert len(keys) == len(set(keys))


def test_a_part_that_is_not_installed_has_no_entry() -> None:
    shown = rail.navigation("/", Someone(frozenset(Permission)), Oakfield())
    for item in rail.ITEMS:
        try:
            reverse(item.route, kwargs={"school": "oakfield"})
        except NoReverseMatch:
            assert item.label not in [one.label for one in shown]
        else:
            assert item.label in [one.label for one in shown]


@dataclass(frozen=True)
class Door:
    url: str


def test_the_deepest_fitting_entry_is_the_current_one() -> None:
    home, board, mine = Door("/s/a/"), Door("/s/a/registers/"), Door("/s/a/registers/mine/")
    assert rail._closest("/s/a/registers/9a/am", [home, board, mine]) is board
    assert rail._closest("/s/a/registers/mine/", [home, board, mine]) is mine
    assert rail._closest("/s/a/", [home, board, mine]) is home
    assert rail._closest("/s/b/", [home, board, mine]) is None
