"""The addresses of the registers part of the house, below `/s/<school>/`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "registers"
urlpatterns: list[URLPattern] = []
