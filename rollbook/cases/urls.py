"""The addresses of cases, below `/s/<school>/cases/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.cases import views

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("", views.caseload, name="list"),
    path("stages/", views.stages, name="stages"),
    path("stages/<slug:staged_process>/", views.stages_of, name="stages-of"),
    path("give/", views.give, name="give"),
    path("new/<uuid:pupil>/", views.new, name="new"),
    path("new/<uuid:pupil>/<slug:process>/", views.open_one, name="open"),
    path("suggested/<uuid:suggestion>/open/", views.suggestion_open, name="suggestion-open"),
    path("suggested/<uuid:suggestion>/dismiss/", views.suggestion_dismiss, name="suggestion-dismiss"),
    path("<uuid:case>/", views.case, name="case"),
    path("<uuid:case>/step/<slug:step>/", views.step, name="step"),
    path("<uuid:case>/back/<int:number>/", views.take_back, name="take-back"),
    path("<uuid:case>/facts/", views.facts, name="facts"),
    path("<uuid:case>/close/", views.close, name="close"),
    path("<uuid:case>/reopen/", views.reopen, name="reopen"),
    path("<uuid:case>/rest/", views.rest, name="rest"),
    path("<uuid:case>/resume/", views.resume, name="resume"),
    path("<uuid:case>/note/", views.note, name="note"),
    path("<uuid:case>/file/", views.keep, name="file"),
    path("<uuid:case>/notices/<uuid:notice>/", views.notice, name="notice"),
]
