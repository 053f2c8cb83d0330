"""The addresses of the absence part of the house, below `/s/<school>/`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "absence"
urlpatterns: list[URLPattern] = []
