"""The addresses of the schools part of the house, below `/s/<school>/`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "schools"
urlpatterns: list[URLPattern] = []
