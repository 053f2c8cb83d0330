"""The addresses of evidence, below `/s/<school>/evidence/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.evidence import views

app_name = "evidence"
urlpatterns: list[URLPattern] = [
    path("", views.bundles_page, name="list"),
    path("pupil/<uuid:pupil>/", views.about_pupil, name="pupil"),
    path("<uuid:bundle>/", views.bundle_page, name="bundle"),
    path("<uuid:bundle>/arrange", views.arrange_exhibit, name="arrange"),
    path("<uuid:bundle>/witness/", views.witness, name="witness"),
    path("<uuid:bundle>/words/", views.words, name="words"),
    path("<uuid:bundle>/enclose/", views.enclose_file, name="enclose"),
    path("<uuid:bundle>/look", views.look, name="look"),
    path("<uuid:bundle>/make", views.make, name="make"),
    path("<uuid:bundle>/cover/<uuid:enclosed>/", views.cover, name="cover"),
    path("<uuid:bundle>/cover/<uuid:enclosed>/<int:number>.png", views.cover_picture, name="cover-picture"),
]
