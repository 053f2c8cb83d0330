"""The tag that draws a report on a page."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from rollbook.reports.drawing.page import Links, body
from rollbook.reports.report import Report

register = template.Library()


@register.simple_tag(takes_context=True)
def rb_report(context: template.Context, report: Report, paper: bool = False) -> SafeString:
    """A report with its sections and notes; on paper nothing is a link."""
    if paper:
        return body(report)
    school = context["school"].slug
    opened = reverse("reports:opened", kwargs={"school": school})
    links = Links(
        share=lambda what: f"{opened}?{what.query}",
        person=lambda pupil: reverse("home:pupil", kwargs={"school": school, "pupil": pupil}),
    )
    return body(report, links=links, query=context["request"].GET)
