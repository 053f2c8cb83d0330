"""The addresses of the registers part of the house, below `/s/<school>/registers/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.registers import views
from rollbook.registers.views import bulk, closures, conflicts, day, day_grid, days, documents, lessons, planned, rules

app_name = "registers"
urlpatterns: list[URLPattern] = [
    path("", views.board_page, name="board"),
    path("mine/", views.mine, name="mine"),
    path("lessons/", lessons.lessons, name="lessons"),
    path("lessons/<uuid:lesson>/<str:on>/", lessons.lesson, name="lesson"),
    path("lessons/<uuid:lesson>/<str:on>/save", lessons.save_lesson_register, name="save-lesson"),
    path("lessons/<uuid:lesson>/<str:on>/known", lessons.known_lesson, name="known-lesson"),
    path("rules/", rules.rules, name="rules"),
    path("pupil/<uuid:pupil>/<str:on>/", lessons.pupil_day, name="pupil-day"),
    path("day/", day.day, name="day"),
    path("day/grid/", day_grid.grid, name="day-grid"),
    path("day/elsewhere", day.elsewhere, name="elsewhere"),
    path("day/close", day.close, name="close-day"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/preview", bulk.preview, name="bulk-preview"),
    path("bulk/enter", bulk.enter, name="bulk-enter"),
    path("bulk/reverse", bulk.reverse, name="bulk-reverse"),
    path("closures/", closures.closures, name="closures"),
    path("days/", days.days, name="days"),
    path("days/sudden", days.sudden, name="sudden"),
    path("days/sudden/<uuid:stop>/back", days.take_back, name="sudden-back"),
    path("conflicts/", conflicts.listing, name="conflicts"),
    path("conflicts/settle", conflicts.settle, name="settle-conflict"),
    path("waiting/save", views.waited, name="waited"),
    path("mine/answer", conflicts.answer, name="answer"),
    path("planned/", planned.planned, name="planned"),
    path("planned/add", planned.plan, name="plan"),
    path("planned/withdraw", planned.withdraw, name="withdraw"),
    path("documents/", documents.documents, name="documents"),
    path("certificate/<uuid:pupil>/", documents.certificate, name="certificate"),
    path("certificate/<uuid:pupil>.csv", documents.certificate_csv, name="certificate-csv"),
    path("fingerprints/", documents.fingerprints, name="fingerprints"),
    path("fingerprints/print", documents.printed_fingerprints, name="fingerprints-pdf"),
    path("pupil/<uuid:pupil>/<str:on>/<str:half>/", views.mark, name="mark"),
    path("pupil/<uuid:pupil>/<str:on>/<str:half>/amend", views.amend, name="amend"),
    path("<uuid:group>/print/", documents.printed, name="printed"),
    path("<uuid:group>/<str:on>/paper", views.paper, name="paper"),
    path("<uuid:group>/<str:on>/<str:half>/", views.take, name="take"),
    path("<uuid:group>/<str:on>/<str:half>/save", views.save, name="save"),
    path("<uuid:group>/<str:on>/<str:half>/known", views.known, name="known"),
]
