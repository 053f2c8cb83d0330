"""How a component becomes markup: its small template, or attributes written out."""

from __future__ import annotations

from collections.abc import Mapping

from django.forms.utils import flatatt
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

Attribute = str | int | bool | None


def draw(name: str, /, **values: object) -> SafeString:
    """The component's template, drawn with these values and nothing else."""
    return drawn_at(f"web/components/{name}.html", values)


def drawn_at(template: str, values: Mapping[str, object]) -> SafeString:
    """Any template of ours, drawn with these values and nothing else."""
    return mark_safe(get_template(template).render(dict(values)))  # noqa: S308  # autoescaped there


def attributes(given: Mapping[str, Attribute]) -> SafeString:
    """Attributes as a template may name them (`hx_post`, `aria_label`), escaped; None and False leave one out."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in given.items()}
    return flatatt({name: value for name, value in named.items() if value is not None and value is not False})
