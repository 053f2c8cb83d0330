"""How a refusal reaches the desk, and what a page is when nobody is signed in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxDetails

from rollbook.rules.refused import NotAllowed, NotFound, Refused
from rollbook.web.pages import page, refusal

LATE = Refused("Code L needs the minutes.", rule="COD-6", source="reg 10(5)")


def asked(*, partial: bool = False, **headers: str) -> HttpRequest:
    request = RequestFactory().get(
        "/s/oakfield/registers/", headers=headers | ({"hx-request": "true"} if partial else {})
    )
    request.user = AnonymousUser()
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(("refused", "status"), [(LATE, 422), (NotFound("No."), 404), (NotAllowed("No."), 403)])
def test_a_refusal_is_a_page_that_says_why(refused: Refused, status: int) -> None:
    response = refusal(asked(), refused)
    assert response.status_code == status
    assert refused.says in response.content.decode()
    assert refused.because in response.content.decode()


def test_a_refusal_inside_a_page_is_a_note_that_leaves_the_rest_alone() -> None:
    response = refusal(asked(partial=True), LATE)
    text = response.content.decode()
    assert response["HX-Retarget"] == "#toasts"
    assert response["HX-Reswap"] == "beforeend"
    assert "COD-6, reg 10(5)" in text
    assert "<html" not in text


def test_who_has_not_signed_in_is_sent_to_sign_in_and_back() -> None:
    view = page()(lambda request: None)  # type: ignore[arg-type, return-value]
    assert view(asked()).url == "/accounts/login/?next=/s/oakfield/registers/"
    part = view(asked(partial=True, **{"hx-current-url": "https://elsewhere.example/s/oakfield/?day=1"}))
    assert part["HX-Redirect"] == "/accounts/login/?next=/s/oakfield/"


def test_choices_go_back_only_to_our_own_pages() -> None:
    client = Client()
    kept = client.post("/_ui/choices", {"theme": "dark", "density": "huge", "next": "/_ui/help"})
    assert kept.url == "/_ui/help"
    assert kept.cookies["rollbook-theme"].value == "dark"
    assert kept.cookies["rollbook-theme"]["httponly"]
    assert "rollbook-density" not in kept.cookies
    assert client.post("/_ui/choices", {"next": "https://elsewhere.example/"}).url == "/"
    assert 'data-theme="dark"' in client.get("/_ui/help").content.decode()


def test_the_gallery_needs_no_database() -> None:
    assert Client().get("/_ui/").status_code == 200
    assert Client().get("/_ui/paper").status_code == 200
