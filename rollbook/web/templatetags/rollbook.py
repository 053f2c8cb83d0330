"""The components, as template tags: every template has them without loading anything."""

from __future__ import annotations

from django import template

from rollbook.web.components import charts, forms, layout, marks, tables

register = template.Library()
for part in (layout, forms, tables, marks, charts):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
