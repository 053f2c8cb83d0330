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
    path("visits/", views.visits, name="visits"),
    path("visits/ask/<uuid:pupil>/", views.ask_visit, name="ask-visit"),
    path("visits/plan/", views.plan, name="plan-visits"),
    path("visits/policy/", views.visit_policy, name="visit-policy"),
    path("visits/mine/", views.my_visits_page, name="my-visits"),
    path("visits/door", views.door, name="door"),
    path("visits/out/<uuid:visits_out>/", views.visits_out, name="visits-out"),
    path("visits/out/<uuid:visits_out>/act", views.out_act, name="out-act"),
    path("visits/home/<uuid:home_visit>/", views.home_visit, name="home-visit"),
    path("visits/home/<uuid:home_visit>/risks/", views.visit_risks, name="visit-risks"),
    path("visits/home/<uuid:home_visit>/note", views.door_note, name="door-note"),
]
