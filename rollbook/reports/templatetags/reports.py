"""The tag that draws a report on a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from rollbook.reports.drawing.page import drawn
from rollbook.reports.report import Report

register = template.Library()


@register.simple_tag(takes_context=True)
def rb_report(context: template.Context, report: Report, paper: bool = False) -> SafeString:
    """A report with its sections and notes; on paper nothing is a link."""
    return drawn(report, context["school"].slug, paper=paper)
