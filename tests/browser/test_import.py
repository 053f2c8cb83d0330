"""The import in a real browser: axe, no sideways scrolling, and a file taken from upload to result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from rollbook.pupils import actions
from rollbook.pupils.models import Pupil
from rollbook.rules.access import Role
from rollbook.schools.models import School
from rollbook.staff.models import User
from tests.browser.chromium import chromium, sideways, violations
from tests.builders import a_role, a_school, a_user, an_actor
from tests.pupils.exports import SIMS, as_csv, sims, sims_csv

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS: dict[str, dict[str, Any]] = {"light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def office() -> tuple[School, User]:
    """A school with one import behind it, and its data manager."""
    school, user = a_school(), a_user("H. Mistry")
    a_role(user, school, Role.DATA_MANAGER)
    actor = an_actor(school)
    held = [*sims(range(4)), {**sims([7])[0], "UPN": "", "Adno": ""}]
    run = actions.start_import(actor, name="september.csv", data=as_csv(held, SIMS))
    actions.commit_import(actor, run=run)
    return school, user


def a_mixed_file() -> bytes:
    """Something of every verdict: new, changed, same, to decide, not to be taken."""
    rows = sims(range(2))
    long = {**sims([9])[0], "Legal Surname": "N" * 180, "Legal Forename": "عبد الرحمن"}
    return as_csv(
        [*rows, {**sims([2])[0], "House": "Austen"}, long, {**sims([7])[0], "Adno": ""}, {**sims([8])[0], "Sex": ""}],
        SIMS,
    )


def opened(browser: Browser, live_server: Any, user: User, width: int, **look: Any) -> Page:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(viewport={"width": width, "height": 900}, **look)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_tab(
    browser: Browser, live_server: Any, office: tuple[School, User], width: int, look: str
) -> None:
    school, user = office
    run = actions.start_import(an_actor(school), name="november.csv", data=a_mixed_file())
    review = reverse("pupils:review", kwargs={"school": school.slug, "run": run})
    page = opened(browser, live_server, user, width, **LOOKS[look])
    done = reverse("pupils:import", kwargs={"school": school.slug})
    for path in (done, *(f"{review}?show={tab}" for tab in ("new", "changed", "conflict", "error", "same"))):
        page.goto(live_server.url + path)
        assert violations(page) == [], path
        assert sideways(page) == 0, path
    page.goto(live_server.url + done)
    page.get_by_role("link", name="september.csv").click()
    assert violations(page) == []
    page.context.close()


def test_a_file_is_uploaded_decided_and_imported(
    browser: Browser, live_server: Any, office: tuple[School, User]
) -> None:
    school, user = office
    page = opened(browser, live_server, user, 1280)
    page.goto(live_server.url + reverse("pupils:import", kwargs={"school": school.slug}))
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "november.csv", "mimeType": "text/csv", "buffer": a_mixed_file()}
    )
    page.get_by_role("button", name="Read and review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("november.csv")
    page.get_by_role("button", name="Same child").click()
    page.get_by_role("button", name="Import 1 new pupil, change 2").click()
    expect(page.get_by_text("Rows left out")).to_be_visible()
    assert Pupil.objects.count() == 6
    page.context.close()


def test_a_whole_school_is_reviewed_in_time(browser: Browser, live_server: Any, office: tuple[School, User]) -> None:
    school, user = office
    run = actions.start_import(an_actor(school), name="all.csv", data=sims_csv(range(1_000)))
    page = opened(browser, live_server, user, 1280)
    page.goto(live_server.url + reverse("pupils:review", kwargs={"school": school.slug, "run": run}))
    expect(page.get_by_role("button", name="Import 995 new pupils")).to_be_visible()
    page.context.close()
