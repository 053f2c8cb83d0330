"""Letters: to the right people, apart where parents are apart, frozen, never with a blank (COM-B)."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from rollbook.audit.models import AuditEntry
from rollbook.comms import actions
from rollbook.comms.facts import fields_known
from rollbook.comms.letter_texts import BY_KEY
from rollbook.comms.models import Letter, LetterContact, LetterRun, LetterVersion
from rollbook.comms.queries.letter_cases import letter_cases
from rollbook.comms.queries.letter_templates import Head, Version, template
from rollbook.comms.queries.letters import letter, letter_run, letters_of
from rollbook.pupils.models import PupilAddress
from rollbook.rules.refused import NotFound, Refused
from rollbook.rules.sources import RULES
from rollbook.rules.wording import unknown_fields
from tests.builders import TERM_STARTS, a_group, a_pupil, a_school, an_actor
from tests.comms.letter_room import A_CREST, a_home, pages_of, printed, write

pytestmark = pytest.mark.django_db

GENERAL = Version(1, "{pupil}, {form}", "Dear {contact},\n\n{message}")


def a_class(*names: str) -> tuple[Any, ...]:
    school = a_school()
    group = a_group(school)
    return school, an_actor(school), *(a_pupil(school, group=group, forename=name) for name in names)


def test_a_letter_says_whom_it_is_about_and_goes_where_they_live() -> None:
    school, office, tolu = a_class("Tolu")
    a_home(school, tolu)

    written = write(office, tolu)

    (page,) = pages_of(printed(office, written))
    assert page.index("Ms Ada Abiodun") < page.index("14 Larch Grove") < page.index("Dear Ms Abiodun,")
    for words in ("14 Larch Grove", "AB1 3EF", "Dear Ms Abiodun,", "Tolu Abiodun, 9A", "School begins at 8:40.",
                  "Monday 7 September 2026", "Page 1 of 1", "Oakfield School"):  # fmt: skip
        assert words in page
    assert (written.count, written.left_out) == (1, ())


def test_separated_parents_get_letters_of_their_own_that_say_nothing_of_the_other() -> None:
    school, office, tolu = a_class("Tolu")
    a_home(school, tolu)
    a_home(school, tolu, name="Ben", title="Mr", at="2 Mill Lane\nFarley", postcode="CD4 5GH", priority=2)

    pages = pages_of(printed(office, write(office, tolu)))

    assert len(pages) == 2
    (hers,) = [page for page in pages if "Ada" in page]
    (his,) = [page for page in pages if "Ben" in page]
    assert not any(words in hers for words in ("Ben", "Mr", "Mill Lane", "Farley", "CD4"))
    assert not any(words in his for words in ("Ada", "Ms", "Larch", "AB1"))


def test_two_at_one_address_share_a_letter_unless_a_court_has_spoken() -> None:
    school, office, tolu = a_class("Tolu")
    a_home(school, tolu)
    ben = a_home(school, tolu, name="Ben", title="Mr", at="14, larch grove\noakfield", postcode="ab13ef", priority=2)

    (case,) = letter_cases(office, version=GENERAL, pupils=[tolu.pk], typed={"message": "x"}).ready
    assert (case.names, case.facts["contact"]) == (("Ms Ada Abiodun", "Mr Ben Abiodun"), "Ms Abiodun and Mr Abiodun")

    ben.pupils.update(court_order=True)
    apart = letter_cases(office, version=GENERAL, pupils=[tolu.pk], typed={"message": "x"}).ready
    assert sorted(case.names for case in apart) == [("Mr Ben Abiodun",), ("Ms Ada Abiodun",)]


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ({"no_contact": True}, "there must be no contact with this person"),
        ({"may_be_told": False}, "may not be told about this pupil"),
        ({"parental_responsibility": False}, "is neither a parent with responsibility nor lives with the pupil"),
    ],
)
def test_whoever_may_not_be_told_is_left_out_and_it_is_said_why(link: dict[str, Any], why: str) -> None:
    school, office, tolu = a_class("Tolu")
    ada = a_home(school, tolu)
    a_home(school, tolu, name="Ben", at="2 Mill Lane", priority=2, **link)

    written = write(office, tolu)

    assert [(one.contact, one.why) for one in written.left_out] == [("Ms Ben Abiodun", why)]
    assert LetterContact.objects.get().contact_id == ada.pk
    assert "Mill Lane" not in "".join(pages_of(printed(office, written)))


def test_a_contact_without_an_address_is_reached_where_the_pupil_lives_or_not_at_all() -> None:
    school, office, tolu = a_class("Tolu")
    ada = a_home(school, tolu, at="", postcode="")
    PupilAddress.objects.create(school=school, pupil=tolu, lines="9 Elm Row", postcode="EF6 7IJ", first=TERM_STARTS)
    assert [one.why for one in write(office, tolu).left_out] == ["has no postal address"] * 2

    ada.pupils.update(lives_with=True)
    assert "9 Elm Row" in pages_of(printed(office, write(office, tolu)))[0]


def test_brothers_and_sisters_share_a_letter_that_says_nothing_of_one_alone() -> None:
    school, office, tolu, bisi = a_class("Tolu", "Bisi")
    a_home(school, tolu, bisi)
    a_home(school, bisi, name="Ben", at="2 Mill Lane", priority=2)

    pages = pages_of(printed(office, write(office, tolu, bisi)))
    assert sorted(("Tolu" in page, "Bisi" in page, "Ben" in page) for page in pages) == [
        (False, True, True),
        (True, True, False),
    ]
    own = letter_cases(
        office, version=GENERAL, pupils=[tolu.pk, bisi.pk], facts={tolu.pk: {"message": "a"}, bisi.pk: {"message": "b"}}
    )
    assert len(own.ready) == 3


def test_an_empty_field_is_shown_and_never_sent_as_a_blank() -> None:
    school, office, tolu, bisi = a_class("Tolu", "Bisi")
    a_home(school, tolu)
    a_home(school, bisi, at="2 Mill Lane")

    cases = letter_cases(
        office, version=GENERAL, pupils=[tolu.pk, bisi.pk], facts={tolu.pk: {"message": " "}, bisi.pk: {"message": "b"}}
    )
    assert [(case.about, case.missing) for case in cases.lacking] == [("Tolu Abiodun", ("message",))]

    written = write(office, tolu, bisi, typed={}, facts={bisi.pk: {"message": "b"}})
    assert [(one.pupil, one.why) for one in written.left_out] == [("Tolu Abiodun", "nothing is known for message")]
    assert len(pages_of(printed(office, written))) == 1
    nobody = write(office, tolu, typed={})
    assert (nobody.run, nobody.count) == (None, 0)


def test_what_looks_like_a_template_prints_as_it_was_typed() -> None:
    school, office, tolu = a_class("{{7*7}}")
    a_home(school, tolu, name="#eval(1)", at="$x$ *bold* _it_ @cite\n<script>alert(1)</script>")
    typed = {"message": "{{7*7}} {% for x in y %} {pupil} #set page() \\ $1+1$ = `raw` // no comment"}

    (page,) = pages_of(printed(office, write(office, tolu, typed=typed)))

    for words in ("{{7*7}} {% for x in y %} {pupil} #set page() \\ $1+1$ = `raw` // no comment", "#eval(1)",
                  "$x$ *bold* _it_ @cite", "<script>alert(1)</script>", "{{7*7}} Abiodun"):  # fmt: skip
        assert words in page


def test_naughty_names_and_a_long_address_make_a_letter_all_the_same() -> None:
    names = ["Zoë-Łucja", "محمد", "李小龙", "👩‍👧", "O'Brien; DROP TABLE", "x" * 180, "a\u202eb", "Ñ\u0301\u0323"]
    school, office, *pupils = a_class(*names)
    long = "\n".join(["The Old Maltings Building Behind the Church of St Mary", *(f"Line {n}" for n in range(9))])
    for n, pupil in enumerate(pupils):
        a_home(school, pupil, at=f"{n} {long}")

    pages = pages_of(printed(office, write(office, *pupils)))

    assert len(pages) == len(names)
    assert all("Line 8" in page and "AB1 3EF" in page for page in pages)


def test_a_letter_of_many_pages_counts_its_own_and_starts_the_next_anew() -> None:
    school, office, tolu, bisi = a_class("Tolu", "Bisi")
    a_home(school, tolu)
    a_home(school, bisi, at="2 Mill Lane")
    table = "Day\tMinutes\n" + "\n".join(f"Day {n}\t{n}" for n in range(90))

    pages = pages_of(
        printed(office, write(office, tolu, bisi, facts={bisi.pk: {"message": table}, tolu.pk: {"message": "short"}}))
    )

    assert [page.strip().splitlines()[-1].split("  ")[-1].strip() for page in pages] == [
        "Page 1 of 3",
        "Page 2 of 3",
        "Page 3 of 3",
        "Page 1 of 1",
    ]
    assert all("Minutes" in page for page in pages[:3])


def test_a_run_is_sorted_by_form_then_name_or_by_postcode() -> None:
    school = a_school()
    office = an_actor(school)
    forms = {name: a_group(school, name, nc_year=name[:-1]) for name in ("9A", "10B")}
    zoe = a_pupil(school, group=forms["9A"], forename="Zoe")
    amy = a_pupil(school, group=forms["9A"], forename="Amy")
    bea = a_pupil(school, group=forms["10B"], forename="Bea")
    for pupil, postcode in ((zoe, "A1"), (amy, "C3"), (bea, "B2")):
        a_home(school, pupil, at=f"1 {pupil.legal_forename} Street", postcode=postcode)

    def order(sort: str) -> list[str]:
        run = write(office, zoe, amy, bea, sort=sort).run
        assert run is not None
        return [line.about.split()[0] for line in letter_run(office, run).letters]

    assert order("form") == ["Amy", "Zoe", "Bea"]
    assert order("postcode") == ["Zoe", "Bea", "Amy"]


def test_what_was_written_stays_whatever_becomes_of_template_pupil_and_letterhead() -> None:
    school, office, tolu = a_class("Tolu")
    ada = a_home(school, tolu)
    written = write(office, tolu)
    assert written.run is not None
    one = Letter.objects.get()
    before = letter(office, one.public_id)

    actions.change_template(office, key="general", subject="Other", words="Dear {contact},\n\nOther {message}")
    actions.set_letterhead(office, head=Head(None, ("New Road",), "Dr New", "Head", "", "c5"))
    ada.surname = tolu.legal_surname = "Bello"
    ada.save()
    tolu.save()

    after = letter(office, one.public_id)
    assert (after.sheet, after.frame, after.sha256) == (before.sheet, before.frame, before.sha256)
    (page,) = pages_of(printed(office, written))
    assert "Abiodun" in page
    assert not any(words in page for words in ("Other", "Bello", "New Road", "Dr New"))
    assert [v.number for v in template(office, "general").versions] == [2, 1]
    assert letter_run(office, written.run).line.version == 1


def test_neither_letters_nor_versions_nor_what_was_printed_can_be_changed() -> None:
    school, office, tolu = a_class("Tolu")
    a_home(school, tolu)
    data = printed(office, write(office, tolu))
    assert LetterRun.objects.get().file_sha256 == hashlib.sha256(data).hexdigest()

    for change in (
        lambda: Letter.objects.update(sha256="0" * 64),
        lambda: connection.cursor().execute("DELETE FROM comms_letter"),
        lambda: LetterVersion.objects.update(words="other"),
        lambda: LetterRun.objects.update(file=uuid.uuid4()),
        lambda: LetterRun.objects.update(frame={}),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_the_same_letters_make_the_same_bytes_and_are_drawn_once() -> None:
    school, office, tolu = a_class("Tolu")
    a_home(school, tolu)
    written = write(office, tolu)
    first = printed(office, written)
    assert printed(office, written) == first
    assert b"pdfuaid:part" in first
    assert "Tolu" not in str([entry.detail for entry in AuditEntry.objects.all()])
    assert b"Larch" not in bytes(Letter.objects.get().kept)


def test_asked_for_a_second_time_no_letter_is_written_twice() -> None:
    school, office, tolu = a_class("Tolu")
    a_home(school, tolu)
    first = write(office, tolu, slot="step:1")
    again = write(office, tolu, slot="step:1")
    assert (again.run, again.was_there) == (first.run, True)
    assert Letter.objects.count() == 1


def test_letters_are_taken_back_until_they_are_posted() -> None:
    school, office, tolu = a_class("Tolu")
    a_home(school, tolu)
    back, gone = write(office, tolu).run, write(office, tolu).run
    assert back is not None
    assert gone is not None

    actions.take_back_letters(office, run=back)
    with pytest.raises(Refused, match="taken back"):
        actions.mark_posted(office, run=back)
    actions.mark_posted(office, run=gone)
    with pytest.raises(Refused, match="have been posted"):
        actions.take_back_letters(office, run=gone)
    assert [told.says for told in letters_of(office, tolu.pk, office.today, office.today)] == [
        "Letter “General letter”, taken back",
        "Letter “General letter”, posted",
    ]


def test_another_schools_letters_do_not_exist() -> None:
    school, office, tolu = a_class("Tolu")
    a_home(school, tolu)
    run = write(office, tolu).run
    assert run is not None
    stranger = an_actor(a_school())
    for ask in (lambda: letter_run(stranger, run), lambda: letter(stranger, Letter.objects.get().public_id)):
        with pytest.raises(NotFound):
            ask()
    assert write(stranger, tolu).count == 0


def test_a_crest_stands_on_the_page_and_what_is_no_picture_does_not() -> None:
    school, office, tolu = a_class("Tolu")
    a_home(school, tolu)
    head = Head(None, ("Station Road",), "Mrs Okonkwo", "Attendance manager", "Part of a trust", "dl")
    with pytest.raises(Refused, match="not a picture"):
        actions.set_letterhead(office, head=head, crest=("crest.txt", b"words"))
    actions.set_letterhead(office, head=head, crest=("crest.png", A_CREST))

    data = printed(office, write(office, tolu))

    assert b"/Subtype /Image" in data or b"/Subtype/Image" in data
    assert b"Crest of Oakfield School" in data or b"pdfuaid:part" in data
    assert all(words in pages_of(data)[0] for words in ("Station Road", "Mrs Okonkwo", "Part of a trust"))


@pytest.mark.parametrize("text", BY_KEY.values(), ids=lambda text: text.key)
def test_each_letter_that_is_brought_uses_fields_that_there_are_and_says_what_asks_for_it(text: Any) -> None:
    assert unknown_fields(f"{text.subject} {text.words}", fields_known()) == ()
    ids = [word.strip(",:") for word in text.source.split(":")[0].split(",")]
    assert all(rule in RULES or rule.startswith(("COM-", "CASE-")) for rule in (one.strip() for one in ids))


def test_writing_takes_as_many_statements_for_thirty_families_as_for_one() -> None:
    school, office, *pupils = a_class(*(f"P{n}" for n in range(30)))
    for n, pupil in enumerate(pupils):
        a_home(school, pupil, at=f"{n} Larch Grove")
    write(office, pupils[0])

    def asked(*those: Any) -> int:
        with CaptureQueriesContext(connection) as statements:
            write(office, *those)
        return len(statements)

    assert asked(*pupils) == asked(pupils[1])


def test_a_word_longer_than_a_line_is_broken_and_not_cut() -> None:
    school, office, tolu = a_class("Tolu")
    a_home(school, tolu)
    (page,) = pages_of(printed(office, write(office, tolu, typed={"message": "begin" + "x" * 300 + "end"})))
    assert "begin" in page
    assert "xend" in page.replace("\u200b", "")
    assert all(len(line) < 130 for line in page.splitlines())
