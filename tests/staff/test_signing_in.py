"""Getting in, and being kept out: the pages, the cookies, the headers, the lock after wrong passwords."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from rollbook.rules.access import Role
from rollbook.schools.models import School
from rollbook.staff.models import RoleAssignment, User
from tests.builders import a_role, a_school, a_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def _no_failures_before() -> None:
    cache.clear()


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> User:
    user = a_user("H. Mistry", password=PASSWORD)
    a_role(user, school, Role.HEAD)
    return user


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post("/accounts/login/", {"login": username, "password": password}).status_code


def set_up(school: School) -> str:
    return reverse("schools:set-up", kwargs={"school": school.slug})


def test_nobody_sees_an_office_page_before_signing_in(client: Client, school: School) -> None:
    answer = client.get(set_up(school))
    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next={set_up(school)}"


def test_a_person_signs_in_by_name_or_by_email_and_out_again(client: Client, school: School, head: User) -> None:
    assert sign_in(client, head.username) == 302
    assert client.get(set_up(school)).status_code == 200
    client.post("/accounts/logout/")
    assert client.get(set_up(school)).status_code == 302
    User.objects.filter(pk=head.pk).update(email="head@example.org")
    assert sign_in(client, "head@example.org") == 302
    assert client.get(set_up(school)).status_code == 200


def test_the_cookie_of_before_opens_nothing_after(client: Client, school: School, head: User) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    sign_in(client, head.username)
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert after != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_cookies_are_kept_from_scripts_and_other_sites(client: Client, head: User) -> None:
    sign_in(client, head.username)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["expires"], "it ends with the browser"
    assert settings.SESSION_COOKIE_SECURE is settings.SECURE


def test_every_page_says_what_a_browser_may_run_and_keeps_no_copy(client: Client, school: School, head: User) -> None:
    for url in ("/accounts/login/", "/accounts/password/reset/"):
        policy = client.get(url)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
    sign_in(client, head.username)
    page = client.get(set_up(school))
    assert page["Cache-Control"] == "no-store"
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert "'unsafe-inline'" not in page["Content-Security-Policy"]


def test_no_answer_to_a_signed_in_person_is_kept_by_the_browser(client: Client, school: School, head: User) -> None:
    sign_in(client, head.username)
    for url in ("/s/no-such-school/set-up/", "/accounts/password/change/", "/accounts/2fa/", "/no-such-page"):
        assert client.get(url)["Cache-Control"] == "no-store", url
    refused = a_user("A teacher", password=PASSWORD)
    a_role(refused, school, Role.TEACHER)
    client.force_login(refused)
    answer = client.get(set_up(school))
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")


def test_eight_wrong_passwords_lock_the_door_even_for_the_right_one(
    client: Client, school: School, head: User, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # another, shorter brake, which would hide this one
    answers = [sign_in(client, head.username, "not the password at all") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert answers[0] == 200
    assert sign_in(client, head.username) == 429
    assert client.get(set_up(school)).status_code == 302, "still outside"
    colleague = a_user("A colleague", password=PASSWORD)
    a_role(colleague, school, Role.HEAD)
    assert sign_in(client, colleague.username) == 302
    assert client.get(set_up(school)).status_code == 200, "others are not locked out with them"


def test_forty_teachers_behind_one_address_all_get_in(school: School) -> None:
    names = [a_user(f"Teacher {n}", password=PASSWORD).username for n in range(40)]
    assert [sign_in(Client(), name) for name in names] == [302] * 40


def test_whoever_tries_many_passwords_for_one_name_is_braked(client: Client, head: User) -> None:
    answers = [client.post("/accounts/login/", {"login": head.username, "password": "wrong"}) for _ in range(6)]
    assert "Too many failed" not in answers[4].content.decode()
    assert "Too many failed" in answers[5].content.decode()


def test_behind_a_proxy_the_lock_knows_one_address_from_another_and_believes_no_visitor(
    client: Client, head: User, settings: Settings
) -> None:
    wrong = {"login": head.username, "password": "not the password at all"}
    said = {"X-Forwarded-For": "192.0.2.6, 203.0.113.9"}  # the first by the visitor, the last by the proxy
    client.post("/accounts/login/", wrong, headers=said)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client.post("/accounts/login/", wrong, headers=said)
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"127.0.0.1", "203.0.113.9"}


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client: Client, head: User) -> None:
    def answer(name: str) -> str:
        page = client.post("/accounts/login/", {"login": name, "password": "not the password"}).content.decode()
        return "".join(page.split(name))

    one, two = (
        [line for line in answer(name).splitlines() if "csrf" not in line.lower()]
        for name in (head.username, "nobody-here")
    )
    assert one == two


def test_no_visitor_makes_an_account(client: Client) -> None:
    client.post("/accounts/signup/", {"username": "visitor", "password1": PASSWORD, "email": "v@example.org"})
    assert not User.objects.filter(username="visitor").exists()


def test_who_left_yesterday_finds_no_school_today(client: Client, school: School, head: User) -> None:
    sign_in(client, head.username)
    assert client.get(set_up(school)).status_code == 200
    RoleAssignment.objects.filter(user=head).update(last=date.today() - timedelta(days=1))  # noqa: DTZ011
    assert client.get(set_up(school)).status_code == 404
    assert client.post(set_up(school)).status_code == 404


def test_another_school_is_as_if_it_were_not_there(client: Client, head: User) -> None:
    sign_in(client, head.username)
    answer = client.get(set_up(a_school("Elsewhere School")))
    assert answer.status_code == 404
    assert "Elsewhere" not in answer.content.decode()
    assert client.get("/s/no-such-school/set-up/").status_code == 404


def test_an_account_that_was_closed_does_not_open(client: Client, school: School, head: User) -> None:
    User.objects.filter(pk=head.pk).update(is_active=False)
    sign_in(client, head.username)
    assert client.get(set_up(school)).status_code == 302


@pytest.mark.parametrize(
    "url", ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/change/", "/accounts/2fa/"]
)
def test_the_account_pages_are_there(client: Client, head: User, url: str) -> None:
    if url not in ("/accounts/login/", "/accounts/password/reset/"):
        sign_in(client, head.username)
    assert client.get(url).status_code == 200


def test_a_changed_password_must_be_long_and_unlike_the_name(client: Client, head: User) -> None:
    sign_in(client, head.username)
    old = {"oldpassword": PASSWORD}
    client.post("/accounts/password/change/", old | {"password1": "short", "password2": "short"})
    head.refresh_from_db()
    assert head.check_password(PASSWORD)
    new = "a quite different one"
    client.post("/accounts/password/change/", old | {"password1": new, "password2": new})
    head.refresh_from_db()
    assert head.check_password(new)


def test_passwords_are_kept_as_argon2_in_the_product() -> None:
    from rollbook.config import settings as product

    assert product.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
