"""The tags: what they emit, and that nothing typed by a person becomes markup."""

from __future__ import annotations

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from rollbook.rules.codes import ever_known
from rollbook.web.components.layout import Identity, UnknownLook
from rollbook.web.marks import MarkBox, MarkKind, Strip, kind_of

NASTY = '<b onclick="x">O’Neill & "Co"</b>'


def drawn(source: str, **context: object) -> str:
    given = {"request": RequestFactory().get("/list?year=8&sort=name&page=3"), "csrf_token": "token"} | context
    return Template(source).render(Context(given))


@pytest.mark.parametrize(
    "source",
    [
        "{% rb_button nasty hidden=nasty title=nasty %}",
        "{% rb_tag nasty %}",
        "{% rb_lane nasty count=1 due=nasty done=nasty %}{{ nasty }}{% endrb_lane %}",
        "{% rb_cell nasty nasty detail=nasty %}",
        "{% rb_empty nasty next=nasty href='#' %}",
        "{% rb_note title=nasty %}{{ nasty }}{% endrb_note %}",
        "{% rb_row nasty nasty change='#' %}",
        "{% rb_toast nasty %}",
        "{% rb_details nasty %}{{ nasty }}{% endrb_details %}",
        "{% rb_table nasty sub=nasty scroll=True %}{% endrb_table %}",
        "{% rb_sort nasty 'name' %}",
        "{% rb_icon 'help' nasty %}",
    ],
)
def test_words_stay_words(source: str) -> None:
    html = drawn(source, nasty=NASTY)
    assert "<b onclick" not in html
    assert 'onclick="x"' not in html
    assert "O’Neill" in html


def test_a_look_that_does_not_exist_is_our_mistake() -> None:
    with pytest.raises(UnknownLook):
        drawn('{% rb_tag "Late" tone="purple" %}')


def test_a_finished_lane_says_so_and_a_busy_one_counts() -> None:
    assert "All in by 9:42" in drawn('{% rb_lane "Registers" count=0 done="All in by 9:42." %}{% endrb_lane %}')
    busy = drawn('{% rb_lane "Registers" count=3 done="All in by 9:42." %}rows{% endrb_lane %}')
    assert "All in" not in busy
    assert 'Registers<span class="rb-hidden">: 3</span>' in busy


def test_attributes_for_htmx_pass_through_a_button() -> None:
    html = drawn('{% rb_button "Save" hx_post="/save" aria_describedby="why" disabled=False %}')
    assert 'hx-post="/save"' in html
    assert 'aria-describedby="why"' in html
    assert "disabled" not in html
    assert 'type="submit"' in html


def test_a_code_box_says_its_meaning_and_state() -> None:
    late = MarkBox("L", MarkKind.LATE, "Late", minutes=7, pending=True)
    html = drawn("{% rb_code mark %}", mark=late)
    assert "L, Late, 7 minutes late, being saved" in html
    assert "rb-code--late rb-code--pending" in html
    assert "no mark" in drawn("{% rb_code %}")


def test_every_code_of_the_rule_book_has_a_shape() -> None:
    shapes = {symbol: kind_of(code) for symbol, code in ever_known().items()}
    assert shapes["/"] is MarkKind.PRESENT
    assert shapes["N"] is MarkKind.UNKNOWN
    assert shapes["L"] is MarkKind.LATE
    assert shapes["I"] is MarkKind.ABSENT
    assert shapes["O"] is MarkKind.UNAUTHORISED
    assert shapes["V"] is MarkKind.ELSEWHERE
    assert shapes["X"] is MarkKind.NOT_COUNTED
    assert kind_of(None) is MarkKind.EMPTY


def test_a_strip_is_spoken_as_one_sentence() -> None:
    ill, here = MarkBox("I", MarkKind.ABSENT, "Illness"), MarkBox("/", MarkKind.PRESENT, "Present")
    assert Strip(((here, ill), (ill, here)), "Last two weeks").words == "Last two weeks: Illness 2"
    assert Strip(((here,),), "Last week").words == "Last week: nothing but present"


def test_a_sortable_heading_turns_round_and_keeps_the_filters() -> None:
    html = drawn('{% rb_sort "Name" "name" %}{% rb_sort "Year" "year" %}')
    assert 'aria-sort="ascending"><a class="rb-sort" href="?year=8&amp;sort=-name"' in html
    assert 'aria-sort="none"><a class="rb-sort" href="?year=8&amp;sort=year"' in html


def test_one_page_needs_no_pagination() -> None:
    from django.core.paginator import Paginator

    assert drawn("{% rb_pagination page %}", page=Paginator([1, 2], 10).page(1)).strip() == ""
    many = drawn("{% rb_pagination page %}", page=Paginator([*range(90)], 10).page(3))
    assert 'aria-label="Page 3" aria-current="page"' in many
    assert "sort=name&amp;page=4" in many


class Entry(forms.Form):
    name = forms.CharField(label="Legal name", help_text="As on the certificate.")
    told = forms.BooleanField(label="The parent knows")
    kind = forms.ChoiceField(label="Session", choices=[("AM", "Morning")], widget=forms.RadioSelect)


def test_an_error_is_tied_to_its_field_and_named_in_the_summary() -> None:
    form = Entry({})
    html = drawn("{% rb_errors form %}{% rb_field form.name %}{% rb_field form.kind %}", form=form)
    assert '<a href="#id_name">Legal name is missing</a>' in html
    assert '<a href="#id_kind_0">Session: choose one</a>' in html
    assert '<a href="#id_told">Tick “The parent knows”</a>' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'id="id_name-error"' in html


def test_a_form_in_order_has_no_summary() -> None:
    assert drawn("{% rb_errors form %}", form=Entry({"name": "A", "told": "on", "kind": "AM"})) == ""
    assert drawn("{% rb_errors form %}", form=Entry()) == ""


def test_a_form_that_posts_carries_its_token() -> None:
    assert 'value="token"' in drawn("{% rb_form %}{% endrb_form %}")
    assert "token" not in drawn('{% rb_form method="get" %}{% endrb_form %}')


def test_the_identity_bar_shows_acts_only_where_there_are_some() -> None:
    pupil = Identity("Maya Lindqvist-Shah", group="8B")
    assert pupil.initials == "ML"
    assert Identity("Li").initials == "L"
    assert "rb-acts" not in drawn("{% rb_identity pupil %}{% endrb_identity %}", pupil=pupil)
    assert "rb-acts" in drawn('{% rb_identity pupil %}{% rb_button "Call" %}{% endrb_identity %}', pupil=pupil)
