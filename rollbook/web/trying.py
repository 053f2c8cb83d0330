"""A form and the verb behind it: a refusal stands beside the field that it is about, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import BaseForm

from rollbook.rules.refused import NotAllowed, NotFound, Refused


def tried(form: BaseForm, act: Callable[[], object], *, beside: str | None = None) -> bool:
    """Do what a valid form asks; False where the form or the rules do not allow it, with the sentence in the form.

    `beside` names the field that the error summary links to. What the person may not do or see is
    still answered by a page of its own (403, 404).
    """
    if not form.is_valid():
        return False
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        form.add_error(beside, f"{refused.says} ({refused.rule})" if refused.rule else refused.says)
        return False
    return True
