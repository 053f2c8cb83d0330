"""The addresses of the timetable, below `/s/<school>/timetable/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.timetable.views import days, importing, moving, weeks

app_name = "timetable"
urlpatterns: list[URLPattern] = [
    path("", weeks.week, name="week"),
    path("weeks/", weeks.letters, name="letters"),
    path("day/", days.day, name="day"),
    path("day/<uuid:lesson>/<str:on>/", days.change, name="change"),
    path("import/", importing.upload, name="import"),
    path("import/<uuid:timetable_file>/", importing.review, name="review"),
    path("import/<uuid:timetable_file>/teacher/", importing.teacher, name="teacher"),
    path("import/<uuid:timetable_file>/commit/", importing.commit, name="commit"),
    path("move/<uuid:pupil>/", moving.move, name="move"),
]
