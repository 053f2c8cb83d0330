"""The address of a kept file, below `/s/<school>/files/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.files import views

app_name = "files"
urlpatterns: list[URLPattern] = [path("<uuid:file>/", views.download, name="download")]
