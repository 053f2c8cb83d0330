"""Letters in a family's own language, with the English beneath; in English where there is no translation (COM-B)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rollbook.comms import actions
from rollbook.comms.queries.letter_cases import letter_cases
from rollbook.comms.queries.letter_templates import template, templates, translations
from rollbook.pupils.models import Pupil
from rollbook.rules.actor import Actor
from rollbook.rules.refused import NotFound, Refused
from tests.absence.morning import Morning
from tests.builders import a_group, a_pupil, a_school, an_actor
from tests.comms.letter_room import a_home, pages_of, printed, write

pytestmark = pytest.mark.django_db
POLISH = "Szanowni Państwo,\n\n{message}\n\nProsimy o kontakt w sprawie: {forename}."


def a_family(language: str = "pl", *, translated: bool = True) -> tuple[Actor, Pupil]:
    school = a_school()
    office, pupil = an_actor(school), a_pupil(school, group=a_group(school))
    contact = a_home(school, pupil)
    actions.choose_language(office, contact=contact.public_id, language=language, told_by="on the form")
    if translated:
        actions.translate_template(office, key="general", language="pl", subject="Szkoła: {pupil}", words=POLISH)
    return office, pupil


def test_the_letter_is_in_the_familys_language_with_the_english_beneath() -> None:
    office, pupil = a_family()
    done = write(office, pupil)
    assert done.count == 1
    (page,) = pages_of(printed(office, done))
    own, beneath = page.index("Szanowni Państwo"), page.index("In English:")
    assert page.index("Szkoła: Tolu Abiodun") < own < page.index("Prosimy o kontakt w sprawie: Tolu.") < beneath
    assert beneath < page.index("Dear Ms Abiodun")
    assert page.count("School begins at 8:40.") == 2


@pytest.mark.parametrize(("language", "translated"), [("ro", True), ("pl", False)])
def test_without_a_translation_the_letter_is_english(language: str, translated: bool) -> None:
    office, pupil = a_family(language, translated=translated)
    (page,) = pages_of(printed(office, write(office, pupil)))
    assert "Dear Ms Abiodun" in page
    assert "In English" not in page


def test_a_translation_has_versions_and_what_was_written_keeps_its_own() -> None:
    office, pupil = a_family()
    first = write(office, pupil)
    assert (
        actions.translate_template(office, key="general", language="pl", subject="Nowe", words="Nowe: {message}") == 2
    )
    assert (
        actions.translate_template(office, key="general", language="pl", subject="Nowe", words="Nowe: {message}") == 2
    )
    assert "Szanowni" in pages_of(printed(office, first))[0]
    assert "Nowe: School begins" in pages_of(printed(office, write(office, pupil)))[0]
    assert [one.number for one in translations(office, "general")["pl"]] == [2, 1]


def test_a_translation_is_no_letter_of_its_own() -> None:
    office, _ = a_family()
    assert not [one.key for one in templates(office) if "--" in one.key]
    with pytest.raises(NotFound):
        template(office, "general--pl")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"language": "ar"}, "font does not hold"),
        ({"language": "en"}, "font does not hold"),
        ({"words": " "}, "is empty"),
        ({"words": "{grade}"}, "no field {grade}"),
    ],
)
def test_what_cannot_be_a_translation_says_why(more: dict[str, str], says: str) -> None:
    office = an_actor(a_school())
    given = {"key": "general", "language": "pl", "subject": "S", "words": "W"} | more
    with pytest.raises(Refused, match=says):
        actions.translate_template(office, **given)


@pytest.mark.parametrize("size", [1, 6])
def test_many_families_in_two_languages_cost_the_same(size: int) -> None:
    school = a_school()
    office = an_actor(school)
    actions.translate_template(office, key="general", language="pl", subject="S", words="{message}")
    form = a_group(school)
    pupils = [a_pupil(school, group=form, surname=f"Name{n}") for n in range(size)]
    for n, pupil in enumerate(pupils):
        contact = a_home(school, pupil, at=f"{n} Larch Grove")
        language = "pl" if n % 2 == 0 else "ro"
        actions.choose_language(office, contact=contact.public_id, language=language, told_by="told")
    version = template(office, "general").newest
    with CaptureQueriesContext(connection) as asked:
        cases = letter_cases(office, version=version, pupils=[p.pk for p in pupils], typed={"message": "Hello"})
    assert len(cases.ready) == size
    assert len(asked) == 7


def test_it_is_written_on_its_page_beside_the_english() -> None:
    morning = Morning(1)
    person = morning.person()
    url = reverse(
        "comms:letter-translation", kwargs={"school": morning.school.slug, "template": "lateness", "language": "pl"}
    )
    words = reverse("comms:letter-template", kwargs={"school": morning.school.slug, "template": "lateness"})
    assert url in person.get(words).content.decode()
    assert "Arriving on time" in person.get(url).content.decode()
    assert person.post(url, {"subject": "S", "words": "{nonsense}"}).status_code == 422
    assert person.post(url, {"subject": "Spóźnienia", "words": "{forename}: {times_late}"}).status_code == 303
    assert "Spóźnienia" in person.get(url).content.decode()
    assert "Polish</a>, version 1" in person.get(words).content.decode()
    assert person.get(url.replace("/in/pl/", "/in/xx/")).status_code == 404
