"""The side rail: which parts of the office a person sees, and where their day starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from django.urls import NoReverseMatch, reverse

from rollbook.rules.access import Permission as P


class Acting(Protocol):
    """Whoever the rail is drawn for."""

    @property
    def permissions(self) -> frozenset[P]: ...


class InSchool(Protocol):
    """The school that the addresses are below."""

    @property
    def slug(self) -> str: ...

    @property
    def boards(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class SchoolDoor:
    """One school of the switcher."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the rail: words, icon, the route it opens and who sees it (any one of `wants`).

    `boards` is an entry of schools that take boarders, and of no other.
    """

    label: str
    icon: str
    route: str
    wants: frozenset[P]
    school: str = ""
    count: int | None = None
    counts: str = ""
    current: bool = False
    key: str = ""
    boards: bool = False

    @property
    def url(self) -> str:
        """The address, found only when asked for; empty where that part is not installed."""
        return _address(self.route, self.school)


@lru_cache(maxsize=2048)
def _address(route: str, school: str) -> str:
    """Asked for some fifty times on every page, and always the same."""
    try:
        return reverse(route, kwargs={"school": school})
    except NoReverseMatch:
        return ""


def _item(
    label: str, icon: str, route: str, *wants: P, counts: str = "", key: str = "", boards: bool = False
) -> NavItem:
    return NavItem(label, icon, route, frozenset(wants), counts=counts, key=key, boards=boards)


# In the order the day uses them (screens: Navigation). `key` is the second stroke after g.
ITEMS: tuple[NavItem, ...] = (
    _item("Today", "today", "home:today", P.SEE_TODAY, key="t"),
    _item("My registers", "tick", "registers:mine", P.TAKE_OWN_REGISTERS, key="m"),
    _item("Registers", "registers", "registers:board", P.SEE_BOARD, counts="registers to be taken", key="r"),
    _item("Front desk", "user", "site:desk", P.RUN_FRONT_DESK, key="d"),
    _item("Clubs", "pupils", "site:clubs", P.TAKE_CLUB_ROLLS),
    _item("Boarding", "user", "site:boarding", P.TAKE_BOARDING_ROLLS, boards=True),
    _item("On site", "shield", "site:on-site", P.SEE_ON_SITE, P.TICK_EMERGENCY_LIST, key="o"),
    _item("Pupils", "pupils", "home:pupils", P.SEE_ALL_PUPILS, P.SEE_OWN_PUPILS, key="p"),
    _item("My work", "tick", "work:mine", P.HAVE_TASKS, key="w"),
    _item("Absence", "absence", "absence:list", P.SEE_WATCH_LISTS, counts="without a reason", key="a"),
    _item("Cases", "cases", "cases:list", P.SEE_CASES, counts="cases overdue", key="c"),
    _item("Leave", "calendar", "leave:requests", P.SEE_CASES),
    _item("Meetings", "clock", "meetings:list", P.HOLD_MEETINGS, P.HAVE_TASKS),
    _item("Evidence", "book", "evidence:list", P.MAKE_BUNDLES),
    _item("Reports", "book", "reports:list", P.SEE_REPORTS, key="s"),
    _item("Awards", "check", "rewards:list", P.GIVE_AWARDS),
    _item("Messages", "mail", "comms:outbox", P.SEND_MESSAGES, key="e"),
    _item("Lessons", "book", "registers:lessons", P.TAKE_OWN_REGISTERS, P.TAKE_ANY_REGISTER, P.SEE_BOARD, key="l"),
    _item("Rooms", "school", "site:rooms", P.TAKE_OWN_REGISTERS, P.TAKE_ANY_REGISTER, P.SEE_ON_SITE, key="i"),
    _item("Timetable", "calendar", "timetable:week", P.TAKE_OWN_REGISTERS, P.SEE_BOARD, P.SET_UP_SCHOOL),
    _item("Import", "upload", "pupils:import", P.IMPORT_DATA),
    _item("Staff", "staff", "staff:list", P.MANAGE_STAFF),
    _item("Set-up", "setup", "schools:set-up", P.SET_UP_SCHOOL),
)


def visible_to(permissions: frozenset[P], *, boards: bool = False) -> tuple[NavItem, ...]:
    """The entries these permissions open; nobody is shown a door they may not go through."""
    return tuple(item for item in ITEMS if item.wants & permissions and (boards or not item.boards))


def first_page(permissions: frozenset[P]) -> NavItem | None:
    """Where this person's day starts: the office at Today, a teacher at My registers."""
    seen = visible_to(permissions)
    return seen[0] if seen else None


def navigation(
    path: str, actor: Acting, school: InSchool, counts: Mapping[str, int] | None = None
) -> tuple[NavItem, ...]:
    """The rail for one page: `path` decides which entry is the current one, `counts` is by route."""
    numbers = counts or {}
    entries = visible_to(actor.permissions, boards=school.boards)
    here = [replace(item, school=school.slug, count=numbers.get(item.route)) for item in entries]
    open_doors = [item for item in here if item.url]
    current = _closest(path, open_doors)
    return tuple(replace(item, current=item is current) for item in open_doors)


def _closest(path: str, items: list[NavItem]) -> NavItem | None:
    fitting = [item for item in items if path.startswith(item.url)]
    return max(fitting, key=lambda item: len(item.url), default=None)
