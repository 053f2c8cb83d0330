"""The addresses of reports, below `/s/<school>/reports/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.reports import views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("", views.reports, name="list"),
    path("opened/", views.opened, name="opened"),
    path("saved/<uuid:saved>/", views.saved, name="saved"),
    path("saved/<uuid:saved>/send", views.schedule, name="schedule"),
    path("saved/<uuid:saved>/retire", views.retire, name="retire"),
    path("sent/<uuid:schedule>/end", views.end_schedule, name="end-schedule"),
    path("<slug:report_kind>/", views.report, name="report"),
    path("<slug:report_kind>/save/", views.save, name="save"),
]
