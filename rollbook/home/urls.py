"""The addresses of Today and of the pupils, below `/s/<school>/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.home import views

app_name = "home"
urlpatterns: list[URLPattern] = [
    path("", views.today, name="today"),
    path("day-sheet", views.day_sheet, name="day-sheet"),
    path("my-form/", views.my_form, name="my-form"),
    path("my-years/", views.my_years, name="my-years"),
    path("safeguarding/", views.safeguarding_page, name="safeguarding"),
    path("school/", views.school_page, name="school"),
    path("search", views.search, name="search"),
    path("absence/watch/", views.watch, name="watch"),
    path("pupils/", views.pupils, name="pupils"),
    path("pupils/<uuid:pupil>/", views.overview, name="pupil"),
    path("pupils/<uuid:pupil>/plan", views.plan, name="plan"),
    path("pupils/<uuid:pupil>/plan/<int:plan>/end", views.end_plan_of, name="end-plan"),
    path("pupils/<uuid:pupil>/attendance/", views.attendance, name="attendance"),
    path("pupils/<uuid:pupil>/attendance/certificate", views.certificate, name="certificate"),
    path("pupils/<uuid:pupil>/contacts/", views.contacts, name="contacts"),
    path("pupils/<uuid:pupil>/history/", views.pupil_history, name="history"),
    path("pupils/<uuid:pupil>/needs/", views.needs, name="needs"),
    path("pupils/<uuid:pupil>/own-fields/", views.own_fields, name="own-fields"),
    path("pupils/<uuid:pupil>/watch/", views.pupil_watch, name="pupil-watch"),
    path("pupils/<uuid:pupil>/needs/<uuid:need>/end", views.end_need_of, name="end-need"),
]
