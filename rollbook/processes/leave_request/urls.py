"""The addresses of leave, below `/s/<school>/leave/`; those of the parents' form stand in front of a school."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.processes.leave_request.views import board, calendar, journeys, licences, policy, sitting, writing

app_name = "leave"
urlpatterns: list[URLPattern] = [
    path("", board.board, name="requests"),
    path("decide/", sitting.sitting, name="sitting"),
    path("away/", calendar.calendar, name="calendar"),
    path("set-up/", policy.leave_set_up, name="set-up"),
    path("new/<uuid:pupil>/", writing.new_request, name="new"),
    path("licences/", licences.licence_list, name="licences"),
    path("licences/new/<uuid:pupil>/", licences.new_licence, name="new-licence"),
    path("licences/<uuid:licence>/end/", licences.end, name="end-licence"),
    path("journeys/", journeys.journey_list, name="journeys"),
    path("journeys/<uuid:check>/", journeys.journey, name="journey"),
    path("<uuid:case>/tell/", board.tell_family, name="tell"),
    path("<uuid:case>/code/", board.code_days, name="code"),
    path("<uuid:case>/ask/", writing.worry, name="worry"),
]
