"""The timetable part of the house."""

from django.apps import AppConfig


class TimetableConfig(AppConfig):
    name = "rollbook.timetable"
