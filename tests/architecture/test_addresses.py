"""Every address says who may open it, and shows nothing of a school to anybody who does not work there."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from rollbook.rules.access import Permission
from tests.architecture.addresses import Address, a_house, addresses, office_addresses
from tests.registers.classroom import At

OFFICE = office_addresses()
NAMING = [a for a in OFFICE if a.objects]
HIDDEN = {404, 405}  # 405: not this method, whoever asks
FOREIGN = ("accounts/",)  # django-allauth's own pages: signing in, keys, codes; nothing of a school

# Everybody who works in the school opens these; each row on them asks for itself what the person may see.
FOR_ALL_STAFF = {"home:today", "home:search"}

# Which register is saved stands in the signed issue that came with its page, for one school, person and group
# (tests/registers): a body without one is unreadable, whatever the address names.
TICKETED = {"registers:save": 422, "registers:save-lesson": 422}

# What a page has to be asked besides its address, of a Monday on which the house meets, at half past eight.
ASKED = {
    "reports:opened": "?measure=attendance&from=2026-09-01&to=2026-09-30",
    "registers:send": "?register=am:{group}",
    "registers:paper-all": "?on=7/9/2026&half=am",
    "registers:typed-back-next": "?on=2026-09-07&half=am",
}

ids = {"ids": lambda a: a.name if isinstance(a, Address) else None}


@pytest.mark.parametrize("address", [a for a in addresses() if not a.route.startswith(FOREIGN)], **ids)
def test_every_address_declares_who_may_open_it(address: Address) -> None:
    declared = getattr(address.view, "permissions", None)
    assert declared is not None, f"/{address.route} lacks @page(Permission.…) or @public"
    assert declared == "public" or all(isinstance(p, Permission) for p in declared)
    assert (declared == ()) == (address.name in FOR_ALL_STAFF)


@pytest.mark.parametrize("address", OFFICE, **ids)
def test_no_page_of_a_school_is_public(address: Address) -> None:
    assert address.view.permissions != "public"


def test_every_page_outside_a_school_that_is_public_is_known() -> None:
    public = {a.route for a in addresses() if getattr(a.view, "permissions", None) == "public"}
    assert public == {
        "",
        "healthz",
        "_ui/",
        "_ui/paper",
        "_ui/help",
        "_ui/choices",
        "_ui/offline",
        "_ui/who",
        "sw.js",
        "supply/",
        "kiosk/<str:token>/",
        "trust/",
        "trust/<slug:trust>/",
        "who-was-there/<str:token>/",
        "told/<uuid:account>/",
        # The form for parents: a code to a number that the school holds stands for a sign-in (tests/absence).
        "p/<slug:at>/absent/",
        "p/<slug:at>/absent/code/",
        "p/<slug:at>/absent/check/",
        "p/<slug:at>/absent/sent/",
        "p/<slug:at>/absent/leave/",
        "p/<slug:at>/absent/<slug:question>/",
        # And the one by which leave is asked for (tests/leave).
        "p/<slug:at>/leave/",
        "p/<slug:at>/leave/code/",
        "p/<slug:at>/leave/check/",
        "p/<slug:at>/leave/sent/",
        "p/<slug:at>/leave/<slug:question>/",
    }


@pytest.mark.django_db
def test_every_object_that_an_address_names_is_built_here() -> None:
    unknown = {name for a in OFFICE for name in a.objects} - set(a_house().values)
    assert not unknown, f"say in addresses.a_house() what {sorted(unknown)} stands for, or in PLAIN"


@pytest.mark.django_db
def test_another_schools_pages_are_not_there() -> None:
    theirs, ours = a_house(), a_house()
    client = ours.signed_in()

    seen = {}
    for address in OFFICE:
        answers = dict(_statuses(client, address.url(theirs.school, theirs.values)))
        if 404 not in answers.values() or set(answers.values()) - HIDDEN:
            seen[address.name] = answers

    assert seen == {}


@pytest.mark.django_db
def test_another_schools_objects_are_not_found_under_ones_own_address() -> None:
    theirs, ours = a_house(), a_house()
    client = ours.signed_in()

    seen = {}
    for address in NAMING:
        expected = TICKETED.get(address.name, 404)
        for name in address.objects:  # one of theirs at a time: our pupil and their plan must not meet
            values = {**ours.values, name: theirs.values[name]}
            answers = dict(_statuses(client, address.url(ours.school, values)))
            if expected not in answers.values() or set(answers.values()) - HIDDEN - {expected}:
                seen[f"{address.name} {name}"] = answers

    assert seen == {}


@pytest.mark.django_db
def test_ones_own_objects_are_found() -> None:
    """Without this, an address that answers 404 to everybody would pass for a safe one."""
    ours = a_house()
    client, on_monday = ours.signed_in(), At(ours.everybody)

    missing = []
    for address in OFFICE:
        url, asks = address.url(ours.school, ours.values), ASKED.get(address.name)
        answer = on_monday.get(url + asks.format(**ours.values)) if asks else client.get(url)
        if answer.status_code not in _SHOWN:
            missing.append(address.name)

    assert missing == []


@pytest.mark.django_db
def test_who_has_not_signed_in_is_sent_to_do_so() -> None:
    house = a_house()
    client = Client()

    wrong = {}
    for address in OFFICE:
        url = address.url(house.school, house.values)
        answers = [a for a in (client.get(url), client.post(url)) if a.status_code != 405]
        if not answers or not all(a.headers.get("Location", "").startswith("/accounts/login/") for a in answers):
            wrong[address.name] = [a.status_code for a in answers]

    assert wrong == {}


@pytest.mark.django_db
def test_a_school_that_does_not_exist_looks_like_one_that_is_not_for_me() -> None:
    theirs, ours = a_house(), a_house()
    client = ours.signed_in()
    board = next(a for a in OFFICE if not a.objects)

    there = client.get(board.url(theirs.school, theirs.values))
    nowhere = client.get(board.url(theirs.school, theirs.values).replace(theirs.school.slug, "no-such-school"))

    assert there.status_code == nowhere.status_code == 404
    assert _without_token(there.content) == _without_token(nowhere.content)


_SHOWN = {200, 302, 405}


def _without_token(page: bytes) -> bytes:
    return re.sub(rb"csrf[^>]*>", b"", page, flags=re.IGNORECASE)


def _statuses(client: Client, url: str) -> list[tuple[str, int]]:
    return [("GET", client.get(url).status_code), ("POST", client.post(url).status_code)]
