"""The addresses of the group screens, below `/s/<school>/set-up/groups/`."""

from __future__ import annotations

from django.urls import path

from rollbook.pupils.views import groups

app_name = "groups"
urlpatterns = [
    path("", groups.groups, name="list"),
    path("add/", groups.add, name="add"),
    path("of/<slug:kind>/", groups.groups, name="kind"),
    path("<uuid:group_id>/", groups.group, name="one"),
    path("<uuid:group_id>/change/", groups.change, name="change"),
    path("<uuid:group_id>/staff/add/", groups.add_staff, name="add-staff"),
    path("<uuid:group_id>/staff/<int:staff_id>/end/", groups.end_staff, name="end-staff"),
]
