"""The addresses of a school's own fields, below `/s/<school>/set-up/own-fields/`."""

from __future__ import annotations

from django.urls import path

from rollbook.pupils.views import own_fields

app_name = "own-fields"
urlpatterns = [
    path("", own_fields.fields, name="list"),
    path("add/", own_fields.add, name="add"),
    path("<uuid:own_field>/", own_fields.change, name="change"),
    path("<uuid:own_field>/retire/", own_fields.retire, name="retire"),
    path("<uuid:own_field>/take-up/", own_fields.take_up, name="take-up"),
    path("<uuid:own_field>/fill/", own_fields.fill, name="fill"),
]
