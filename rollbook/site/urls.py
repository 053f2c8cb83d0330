"""The addresses of the site part of the house, below `/s/<school>/site/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.site import views

app_name = "site"
urlpatterns: list[URLPattern] = [
    path("desk/", views.desk, name="desk"),
    path("desk/find", views.find, name="find"),
    path("desk/pupil/<uuid:pupil>/", views.move, name="move"),
    path("desk/movement/<uuid:movement>/", views.moved, name="moved"),
    path("desk/movement/<uuid:movement>/settle", views.settle, name="settle"),
    path("desk/movement/<uuid:movement>/take-back", views.take_back, name="take-back"),
    path("desk/movement/<uuid:movement>/slip", views.slip, name="slip"),
    path("kiosks/", views.kiosks, name="kiosks"),
    path("kiosks/<uuid:kiosk>/revoke", views.revoke, name="revoke"),
]
