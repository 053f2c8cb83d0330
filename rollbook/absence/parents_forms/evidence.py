"""A photograph or PDF to show, if there is one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from rollbook.absence.parents_forms.question import A, Question


class EvidenceForm(Question[A]):
    """A photograph or PDF, if there is one."""

    file = forms.FileField(
        label="Photograph or PDF",
        required=False,
        allow_empty_file=True,
        help_text="An appointment card, a letter. JPEG, PNG, HEIC or PDF, up to 8 MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/heic,application/pdf"}),
    )

    @property
    def heading(self) -> str:
        return "Is there anything to show the school?"

    def before(self, answers: A) -> dict[str, Any]:
        return {}

    def answered(self) -> A:
        return replace(self.answers, evidence_said=True)
