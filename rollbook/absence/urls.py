"""The addresses of the absence part of the house, below `/s/<school>/absence/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.absence import views

app_name = "absence"
urlpatterns: list[URLPattern] = [
    path("", views.no_reason, name="list"),
    path("no-reason/", views.no_reason, name="unexplained"),
    path("first-day/<str:half>/", views.first_day, name="first-day"),
    path("watch/", views.watch, name="watch"),
    path("ten-in-ten/", views.ten, name="ten"),
    path("pupil/<uuid:pupil>/sessions/<slug:line>/", views.sessions, name="sessions"),
    path("pupil/<uuid:pupil>/<str:on>/<str:half>/settle", views.settle, name="settle"),
    path("undo/<uuid:token>", views.undo, name="undo"),
]
