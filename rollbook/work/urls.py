"""The addresses of work, below `/s/<school>/work/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.work import views

app_name = "work"
urlpatterns: list[URLPattern] = [
    path("", views.mine, name="mine"),
    path("tasks/<uuid:task>/done", views.task_done, name="task-done"),
    path("tasks/<uuid:task>/take", views.task_taken, name="task-take"),
    path("notes/", views.notes, name="notes"),
    path("notes/<uuid:note>/read", views.note_read, name="note-read"),
    path("notes/<uuid:note>/done", views.note_done, name="note-done"),
    path("since/", views.since_last, name="since"),
    path("standing-in/", views.standing_in, name="standing-in"),
    path("standing-in/<uuid:delegation>/end", views.delegation_end, name="delegation-end"),
    path("questions/", views.questions, name="questions"),
    path("questions/<uuid:question>/", views.one_question, name="question"),
    path("questions/told/<uuid:pupil>/", views.tell, name="tell"),
    path("questions/about/<uuid:pupil>/", views.ask_about, name="ask-about"),
    path("scripts/", views.all_scripts, name="scripts"),
    path("scripts/<slug:situation>/", views.one_script, name="script"),
]
