"""What the staff screens ask, read into plain values; whether it may be is for the actions to say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from rollbook.rules.access import Permission, Role, may_give
from rollbook.web.dates import TypedDateField

# The trust's role is given across the trust, and Rollbook's own to nobody.
ROLES = tuple((role.value, role.label) for role in Role if role not in (Role.SYSTEM, Role.TRUST, Role.SUPPLY))
YEAR_GROUPS = ("N1", "N2", "R", *(str(n) for n in range(1, 15)))


class _NameForm(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=200,
        help_text="As pupils and colleagues know it, for example Ms J. Okafor.",
        error_messages={"required": "Enter the person’s name"},
    )
    initials = forms.CharField(label="Initials", max_length=6, required=False, help_text="As they stand in registers.")
    email = forms.CharField(
        label="E-mail address", required=False, help_text="A forgotten password can be replaced by it."
    )
    mobile = forms.CharField(
        label="Mobile number",
        required=False,
        max_length=40,
        help_text="For what cannot wait: a late register, a pupil missing from a lesson. Empty: by e-mail.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["email"].widget.attrs |= {"autocomplete": "off", "inputmode": "email", "spellcheck": "false"}
        self.fields["mobile"].widget.attrs |= {"autocomplete": "off", "inputmode": "tel"}
        self.fields["initials"].width = 5  # type: ignore[attr-defined]  # read by the form's template


class _RoleFields(forms.Form):
    role = forms.TypedChoiceField(
        label="Role",
        coerce=Role,
        choices=[("", "Choose"), *ROLES],
        error_messages={"required": "Choose the role that this person has in the school"},
    )
    nc_year = forms.ChoiceField(
        label="Year group",
        required=False,
        choices=[("", "None"), *((y, f"Year {y}") for y in YEAR_GROUPS)],
        help_text="For a head of year.",
    )

    def __init__(self, *args: Any, around: date, giver: frozenset[Permission], **more: Any) -> None:
        super().__init__(*args, **more)
        given = [(role, label) for role, label in ROLES if may_give(giver, Role(role))]
        self.fields["role"].choices = [("", "Choose"), *given]  # type: ignore[attr-defined]  # a field with choices
        self.fields["first"] = TypedDateField(
            label="From", around=around, error_messages={"required": "Enter the day from which the role is held"}
        )


class AccountForm(_RoleFields, _NameForm):
    username = forms.CharField(
        label="User name",
        max_length=150,
        help_text="What they sign in with, for example j.okafor.",
        error_messages={"required": "Enter a user name"},
    )
    field_order = ["name", "initials", "username", "email", "mobile", "role", "nc_year", "first"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["username"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class ChangeAccountForm(_NameForm):
    field_order = ["name", "initials", "email", "mobile"]


class RoleForm(_RoleFields):
    def __init__(self, *args: Any, around: date, giver: frozenset[Permission], **more: Any) -> None:
        super().__init__(*args, around=around, giver=giver, **more)
        self.fields["last"] = TypedDateField(
            label="Until", around=around, required=False, help_text="The last day; leave empty while it is not known."
        )


class EndRoleForm(forms.Form):
    WHEN = (("now", "At once: they cannot open the school from this moment"), ("day", "After a day"))
    when = forms.ChoiceField(
        label="When does it end", widget=forms.RadioSelect, choices=WHEN, error_messages={"required": "Choose when"}
    )

    def __init__(self, *args: Any, around: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["last"] = TypedDateField(label="Last day", around=around, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("when") == "day" and not given.get("last") and "last" not in self.errors:
            self.add_error("last", "Enter the last day on which the role is held")
        return given

    @property
    def last(self) -> date | None:
        """The last day as the action wants it; None for at once."""
        return self.cleaned_data["last"] if self.cleaned_data["when"] == "day" else None


class SupplyDoorForm(forms.Form):
    """What a supply teacher types from the slip."""

    code = forms.CharField(
        label="The code on the slip",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={"required": "Type the code that is printed on your slip"},
    )
