"""What is typed about the absence mailbox."""

from __future__ import annotations

from typing import Any

from django import forms

from rollbook.comms.providers.mailbox import SECURITIES, SETTINGS

EMPTY = {"port": "993", "security": "tls", "folder": "INBOX", "is_on": True}


class MailboxForm(forms.Form):
    """Where the mailbox is; a password that is kept already may stay empty."""

    def __init__(self, *args: Any, is_kept: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        for setting in SETTINGS:
            stays = setting.secret and is_kept
            self.fields[setting.name] = forms.CharField(
                label=setting.label,
                required=setting.needed and not stays,
                max_length=200,
                help_text="Kept. Leave it empty to keep it." if stays else setting.hint,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}) if setting.secret else forms.TextInput,
                error_messages={"required": f"Enter the {setting.label.lower()}"},
            )
        self.fields["security"] = forms.ChoiceField(
            label="Encryption",
            choices=SECURITIES,
            widget=forms.RadioSelect,
            help_text="“None” only for a server on this machine",
        )
        self.fields["is_on"] = forms.BooleanField(
            label="Take mails from this mailbox", required=False, help_text="Every minute, day and night"
        )
