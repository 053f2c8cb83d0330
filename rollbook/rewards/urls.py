"""The addresses of awards, below `/s/<school>/awards/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.rewards import views

app_name = "rewards"
urlpatterns: list[URLPattern] = [
    path("", views.awards, name="list"),
    path("new/", views.begin, name="new"),
    path("rules/new/", views.new_rule, name="new-rule"),
    path("rules/<uuid:award_rule>/", views.change_rule, name="rule"),
    path("rules/<uuid:award_rule>/retire", views.retire, name="retire"),
    path("<uuid:award_run>/", views.run_page, name="run"),
    path("<uuid:award_run>/give", views.give, name="give"),
    path("<uuid:award_run>/drop", views.drop, name="drop"),
    path("<uuid:award_run>/take-back/", views.take_back, name="take-back"),
    path("<uuid:award_run>/pupil/<uuid:pupil>/", views.child, name="child"),
    path("<uuid:award_run>/pupil/<uuid:pupil>/rule", views.to_the_rule, name="to-the-rule"),
    path("<uuid:award_run>/certificates.pdf", views.certificates, name="certificates"),
    path("<uuid:award_run>/read-out/", views.read_out, name="read-out"),
]
