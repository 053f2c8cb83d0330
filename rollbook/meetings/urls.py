"""The addresses of meetings, below `/s/<school>/meetings/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.meetings import views

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("", views.listing, name="list"),
    path("find/", views.find, name="find"),
    path("new/", views.call, name="new"),
    path("targeting/", views.call_many, name="targeting"),
    path("<uuid:meeting>/", views.show, name="meeting"),
    path("<uuid:meeting>/change/", views.change, name="change"),
    path("<uuid:meeting>/invite/", views.invite, name="invite"),
    path("<uuid:meeting>/ask", views.ask, name="ask"),
    path("<uuid:meeting>/off", views.off, name="off"),
    path("<uuid:meeting>/who", views.who, name="who"),
    path("<uuid:meeting>/minutes", views.minutes, name="minutes"),
    path("<uuid:meeting>/points", views.point, name="points"),
    path("<uuid:meeting>/decide", views.decision, name="decide"),
    path("<uuid:meeting>/pack.pdf", views.pack, name="pack"),
    path("<uuid:meeting>/pack", views.pack_pupil, name="pack-pupil"),
    path("<uuid:meeting>/sign/", views.sign, name="sign"),
    path("<uuid:meeting>/correct", views.correct, name="correct"),
    path("<uuid:meeting>/circulate/", views.circulate, name="circulate"),
]
