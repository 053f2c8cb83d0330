"""The lines of a run, as its page shows them: who gets it and why, who was near, what was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator

from rollbook.rewards.queries import ChildLine, FormLine, Judged, RunLine, given
from rollbook.rewards.queries.judging import by_form
from rollbook.rewards.views.places import left_out_words, url
from rollbook.web.pages import OfficeRequest

PAGE = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A child or a form in a run: `why` the verdict, `notes` what a person should know, `url` every session."""

    name: str
    form: str
    why: str
    notes: tuple[str, ...] = ()
    by_hand: str = ""
    few: bool = False
    url: str = ""


def shown_rows(request: OfficeRequest, run: RunLine, found: Judged, *, by_code: bool) -> dict[str, object]:
    """What the page of a begun run shows."""
    pages = request.GET.get
    gets = Paginator(by_form(found.gets), PAGE).get_page(pages("page"))
    near = Paginator(found.near, PAGE).get_page(pages("near"))
    number = len(found.gets) + len(found.winners)
    return {
        "gets": [_child(request, run, line, by_code) for line in gets],
        "gets_listed": gets,
        "near": [_child(request, run, line, by_code) for line in near],
        "near_listed": near,
        "left_out": [_child(request, run, line, by_code) for line in found.left_out],
        "forms": [_form(line) for line in found.winners],
        "other_forms": [_form(line) for line in found.forms if not line.verdict.gets],
        "number": number,
        "give_label": "Give 1 award" if number == 1 else f"Give {number} awards",
        "without_reason": found.without_reason,
        "everybody": len(found.counting.children),
        "mark": found.mark,
    }


def given_rows(request: OfficeRequest, run: RunLine, *, by_code: bool) -> list[Row]:
    """What was given, in the order of the certificates."""
    return [
        Row(
            one.name,
            "" if one.group else one.form,
            one.says,
            tuple(filter(None, (left_out_words(one.left_out, by_code=by_code),))),
            one.by_hand,
        )
        for one in given(request.actor, run)
    ]


def _child(request: OfficeRequest, run: RunLine, line: ChildLine, by_code: bool) -> Row:
    said = left_out_words(line.verdict.counted.left_out, by_code=by_code)
    place = {"award_run": run.public_id, "pupil": line.pupil.public_id}
    return Row(
        line.pupil.listed_name,
        line.pupil.form,
        line.verdict.says,
        tuple(_notes(line, said)),
        line.hand.reason if line.hand else "",
        line.few,
        url(request, "child", **place),
    )


def _notes(line: ChildLine, left_out: str) -> Iterable[str]:
    if left_out:
        yield left_out
    if line.open_sessions:
        yield f"{line.open_sessions} without a reason yet"


def _form(line: FormLine) -> Row:
    return Row(line.name, "", line.verdict.says)
