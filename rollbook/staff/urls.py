"""The addresses of the staff part of the house, below `/s/<school>/`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "staff"
urlpatterns: list[URLPattern] = []
