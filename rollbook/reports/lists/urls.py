"""The addresses of lists, below `/s/<school>/reports/lists/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.reports.views import list_making, lists

app_name = "lists"
urlpatterns: list[URLPattern] = [
    path("", lists.lists, name="list"),
    path("ready/<slug:ready>/", lists.ready, name="ready"),
    path("make/", list_making.make, name="make"),
    path("unsaved/", lists.unsaved, name="unsaved"),
    path("save/", list_making.save, name="save"),
    path("<uuid:saved_list>/", lists.saved, name="saved"),
    path("<uuid:saved_list>/change/", list_making.change, name="change"),
    path("<uuid:saved_list>/retire/", list_making.retire, name="retire"),
]
