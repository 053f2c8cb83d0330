"""What the processes add to the addresses of cases, below `/s/<school>/cases/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.processes import views

app_name = "processes"
urlpatterns: list[URLPattern] = [
    path("<uuid:sending>/return/", views.a_return, name="return"),
    path("<uuid:sending>/return/print/", views.a_return_print, name="return-print"),
    path("<uuid:sending>/return/<slug:file_kind>/", views.a_return_file, name="return-file"),
]
