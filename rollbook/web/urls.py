"""The addresses of the component gallery, the help page and the page choices."""

from __future__ import annotations

from django.urls import path

from rollbook.web import offline, views

app_name = "web"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("paper", views.paper, name="paper"),
    path("help", views.help_page, name="help"),
    path("offline", offline.page, name="offline"),
    path("who", offline.who, name="who"),
    path("choices", views.preferences, name="preferences"),
]
