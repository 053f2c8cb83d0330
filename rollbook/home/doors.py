"""The addresses in front of a school: where a person who has signed in goes first, and the trust's page."""

from __future__ import annotations

from django.urls import path

from rollbook.home import views

urlpatterns = [path("", views.front_door, name="front-door"), path("trust/", views.trust, name="trust")]
