"""The addresses of the schools part of the house, below `/s/<school>/`."""

from __future__ import annotations

from django.urls import path

from rollbook.schools.views import early, front, policy, sites, times, year

app_name = "schools"
urlpatterns = [
    path("", front.set_up, name="set-up"),
    path("year/", year.year, name="year"),
    path("year/<int:year>/", year.year, name="year-of"),
    path("year/<int:year>/terms/add/", year.add_term, name="add-term"),
    path("year/<int:year>/terms/<int:term_id>/", year.change_term, name="change-term"),
    path("year/<int:year>/terms/<int:term_id>/remove/", year.remove_term, name="remove-term"),
    path("year/<int:year>/closures/add/", year.add_closure, name="add-closure"),
    path("year/<int:year>/closures/<int:closure_id>/remove/", year.remove_closure, name="remove-closure"),
    path("year/<int:year>/bank-holidays/", year.add_bank_holidays, name="bank-holidays"),
    path("times/", times.times, name="times"),
    path("times/early/", early.early, name="finish-early"),
    path("times/sessions/", times.set_session_times, name="set-session-times"),
    path("times/sessions/<int:row_id>/end/", times.end_session_times, name="end-session-times"),
    path("times/lessons/", times.set_lesson_times, name="set-lesson-times"),
    path("policy/", policy.policy, name="policy"),
    path("policy/new/", policy.set_policy, name="set-policy"),
    path("sites/", sites.sites, name="sites"),
]
