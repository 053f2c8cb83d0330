"""The addresses of the staff part of the house, below `/s/<school>/`."""

from __future__ import annotations

from django.urls import path

from rollbook.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.staff_list, name="list"),
    path("add/", views.add, name="add"),
    path("roles/", views.roles, name="roles"),
    path("<int:user_id>/", views.person, name="person"),
    path("<int:user_id>/change/", views.change, name="change"),
    path("<int:user_id>/password/", views.new_password, name="new-password"),
    path("<int:user_id>/roles/add/", views.give_role, name="give-role"),
    path("<int:user_id>/roles/<int:role_id>/end/", views.end_role, name="end-role"),
]
