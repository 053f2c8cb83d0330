"""The addresses of reports, below `/s/<school>/reports/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.reports import views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("", views.reports, name="list"),
    path("opened/", views.opened, name="opened"),
    path("<slug:kind>/", views.report, name="report"),
]
