"""Form fields with label, hint and error; the error summary; the form around them."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms, template
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.utils.safestring import SafeString

from rollbook.web.components.drawing import Attribute, attributes, draw
from rollbook.web.dates import DateParts

register = template.Library()

# The second is a kind of the first, so that the order matters.
CHOICES = {forms.CheckboxSelectMultiple: "checkboxes", forms.RadioSelect: "radios"}
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.RadioSelect, ""),
    (forms.CheckboxSelectMultiple, ""),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
)
# What Django says of its own accord, in nobody's words.
STOCK = (
    forms.Field.default_error_messages["required"],
    forms.ChoiceField.default_error_messages["invalid_choice"],
    forms.MultipleChoiceField.default_error_messages["invalid_choice"],
    forms.IntegerField.default_error_messages["invalid"],
    forms.UUIDField.default_error_messages["invalid"],
    MinValueValidator.message,
    MaxValueValidator.message,
    MaxLengthValidator.message,
)


@register.simple_block_tag(takes_context=True)
def rb_form(
    context: template.Context,
    content: str,
    action: str = "",
    method: str = "post",
    files: bool = False,
    **more: Attribute,
) -> SafeString:
    """A form that works as plain HTML; the server checks it, so that the browser's own bubbles stay away."""
    if files:
        more["enctype"] = "multipart/form-data"
    more.setdefault("class_", "rb-form")
    token = context.get("csrf_token", "") if method == "post" else ""
    return draw("form", action=action, method=method, more=attributes(more), csrf_token=token, content=content)


@register.simple_tag
def rb_field(
    field: BoundField,
    label: str = "",
    hint: str = "",
    width: int = 0,
    rows: int = 0,
    inline: bool = False,
    hide: bool = False,
) -> SafeString:
    """One field of a Django form: its label, hint, error and control, tied together.

    `width` is in characters (2, 3, 4, 5, 10, 20, 30), `inline` sets choices side by side, `hide` keeps
    the label for screen readers only.
    """
    if field.is_hidden:
        return SafeString(str(field))
    said = hint or _help(field)
    values: dict[str, object] = {
        "field": field,
        "label": label or field.label,
        "hint": said,
        "errors": told(field),
        "about": _about(field, bool(said)),
        "hide": hide,
    }
    widget = field.field.widget
    if isinstance(widget, DateParts):
        return draw("field_date", parts=widget.parts(field), **values)
    for kind, name in CHOICES.items():
        if isinstance(widget, kind):
            return draw("field_choices", kind=name, inline=inline, options=list(field), **values)
    if isinstance(widget, forms.CheckboxInput):
        return draw("field_checkbox", control=_control(field, said, {"class": "govuk-checkboxes__input"}), **values)
    return draw("field", control=_control(field, said, _text_attributes(field, width, rows)), **values)


@register.simple_tag
def rb_errors(*given: BaseForm, focus: bool = True) -> SafeString:
    """The error summary of one or more forms, each line a link to its field; nothing when all is well.

    The page starts at it, unless `focus` is off.
    """
    lines = [line for form in given if form.is_bound for line in _error_lines(form)]
    return draw("errors", lines=lines, focus=focus) if lines else SafeString("")


def _error_lines(form: BaseForm) -> Iterator[tuple[str, str]]:
    for says in form.non_field_errors():
        yield "", str(says)
    for bound in form:
        for says in told(bound):
            yield "" if bound.is_hidden else first_control(bound), says


def first_control(field: BoundField) -> str:
    """The id of the control that an error link must reach."""
    widget = field.field.widget
    if isinstance(widget, (DateParts, tuple(CHOICES))):
        return f"{field.auto_id}_0"
    return str(field.auto_id)


def told(field: BoundField) -> list[str]:
    """What is wrong with a field in the office's words, naming the field; a form's own sentences stay as they are."""
    return [_in_words(field, error) for error in field.errors.as_data()]


def _in_words(field: BoundField, error: ValidationError) -> str:
    if not any(error.message is stock for stock in STOCK):
        return str(error.messages[0])
    if field.is_hidden:
        return "This page cannot be read. Reload it and try again"
    about = error.params or {}
    match error.code:
        case "required":
            return _missing(field)
        case "invalid_choice":
            return f"{field.label}: “{about.get('value', '')}” is not in the list; choose one from it"
        case "min_value":
            return f"{field.label}: write {about['limit_value']} or more"
        case "max_value":
            return f"{field.label}: write {about['limit_value']} at the most"
        case "max_length":
            return f"{field.label} is too long: {about['show_value']} letters, and {about['limit_value']} fit"
    return f"{field.label}: write a whole number, for example 7"


def _missing(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick “{field.label}”"
    if isinstance(widget, (forms.Select, forms.FileInput, *CHOICES)):
        return f"{field.label}: choose one"
    return f"{field.label} is missing"


def _help(field: BoundField) -> str:
    """The help text, still marked safe where the form's author marked it so."""
    given = field.help_text
    return given if isinstance(given, str) else str(given)


def _about(field: BoundField, hinted: bool) -> str:
    ids = ([f"{field.auto_id}-hint"] if hinted else []) + ([f"{field.auto_id}-error"] if field.errors else [])
    return " ".join(ids)


def _control(field: BoundField, hint: str, extra: dict[str, str]) -> SafeString:
    given: dict[str, str | bool] = {"placeholder": False, **extra}  # a label says it, and stays
    about = _about(field, bool(hint))
    if about:
        given["aria-describedby"] = about
    return SafeString(field.as_widget(attrs=given))


def _text_attributes(field: BoundField, width: int, rows: int) -> dict[str, str]:
    base = next((name for kind, name in CLASSES if isinstance(field.field.widget, kind)), "govuk-input")
    looks = [base]
    if field.errors:
        looks.append(f"{base}--error")
    if width:
        looks.append(f"govuk-input--width-{width}")
    given = {"class": " ".join(looks)}
    if rows:
        given["rows"] = str(rows)
    return given
