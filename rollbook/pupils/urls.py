"""The addresses of the pupils part of the house, below `/s/<school>/import/`."""

from __future__ import annotations

from django.urls import path

from rollbook.pupils.views import importing

app_name = "pupils"
urlpatterns = [
    path("", importing.import_file, name="import"),
    path("<uuid:run>/", importing.review_file, name="review"),
    path("<uuid:run>/decide/", importing.decide, name="decide"),
    path("<uuid:run>/commit/", importing.commit, name="commit"),
    path("<uuid:run>/imported/", importing.imported, name="imported"),
]
