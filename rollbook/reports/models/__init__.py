"""What the reports part keeps: a school's year in figures."""

from rollbook.reports.models.figures import SchoolFigures

__all__ = ["SchoolFigures"]
