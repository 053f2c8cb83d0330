"""The addresses of the pupils part of the house, below `/s/<school>/`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "pupils"
urlpatterns: list[URLPattern] = []
