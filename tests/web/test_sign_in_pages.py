"""The sign-in pages stand in our layout, with our words."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

pytestmark = pytest.mark.django_db

OURS = "/static/web/rollbook.css"
SECRET = "a-long-enough-password-7"


@pytest.fixture
def signed_in() -> Client:
    get_user_model().objects.create_user(username="a.osei", name="A. Osei", password=SECRET)
    client = Client()
    answer = client.post("/accounts/login/", {"login": "a.osei", "password": SECRET})
    assert answer.status_code == 302
    return client


def test_sign_in_lets_a_password_manager_work() -> None:
    text = Client().get("/accounts/login/").content.decode()
    assert OURS in text
    assert "<h1>Sign in</h1>" in text
    assert 'autocomplete="current-password"' in text
    assert "placeholder" not in text


def test_a_wrong_password_is_said_in_the_summary() -> None:
    answer = Client().post("/accounts/login/", {"login": "nobody", "password": "wrong"})
    text = answer.content.decode()
    assert "There is a problem" in text
    assert "<title>Error: Sign in" in " ".join(text.split())


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/accounts/logout/", "Sign out"),
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/reauthenticate/", "Confirm that it is you"),
        ("/accounts/2fa/", "Two-step sign-in"),
        ("/accounts/2fa/totp/activate/", "Set up an authenticator app"),
        ("/accounts/2fa/webauthn/", "Passkeys and security keys"),
        ("/accounts/2fa/webauthn/add/", "Add Security Key"),
        ("/accounts/email/", "Email Addresses"),
    ],
)
def test_every_page_of_ones_own_account(signed_in: Client, path: str, title: str) -> None:
    answer = signed_in.get(path)
    if answer.status_code == 302:  # what changes one's sign-in asks for the password once more
        assert answer.url.startswith("/accounts/reauthenticate/")
        answer = signed_in.post(answer.url, {"password": SECRET}, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert OURS in text
    assert title in text
    assert "rb-header" in text
