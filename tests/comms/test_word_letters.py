"""Letters in Word: known fields and nothing else, filled in a sandbox, every fact as text (COM-B)."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from rollbook.comms import actions
from rollbook.comms.facts import fields_known
from rollbook.comms.word_letters import fields_in, written
from rollbook.formats.refusals import FileRefused
from tests.builders import a_group, a_pupil, a_school, an_actor
from tests.comms.letter_room import a_home, printed, write


def a_document(*paragraphs: str, header: str = "") -> bytes:
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def words_of(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def test_its_fields_are_found_in_text_and_header() -> None:
    data = a_document("Dear {{ contact }},", "about {{pupil}} and {{ pupil }}", header="{{ school }}")
    assert fields_in("a.docx", data, known=fields_known()) == ("contact", "pupil", "school")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("{{ 7*7 }}", "one name and nothing else"),
        ("{{ mother }}", "which there is not"),
        ("{{ pupil.__class__ }}", "one name and nothing else"),
        ("{{ pupil|upper }}", "one name and nothing else"),
        ("{{ range(9) }}", "one name and nothing else"),
        ("{% for x in pupil %}{{ x }}{% endfor %}", "one name and nothing else"),
        ("{% if pupil %}yes{% endif %}", "one name and nothing else"),
        ("{% include 'x' %}", "one name and nothing else"),
        ("{{ pupil }", "braces that do not belong together"),
    ],
)
def test_anything_but_a_known_field_is_refused_when_it_is_uploaded(words: str, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        fields_in("a.docx", a_document(words), known=fields_known())


def test_what_is_no_word_document_is_refused() -> None:
    for data in (b"%PDF-1.7", b"", b"PK\x03\x04"):
        with pytest.raises(FileRefused):
            fields_in("a.docx", data, known=fields_known())


def test_a_document_that_unfolds_without_end_is_refused() -> None:
    out = io.BytesIO(a_document("{{ pupil }}"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/zeros.bin", bytes(50 * 1024 * 1024))
    with pytest.raises(FileRefused, match="times its size"):
        fields_in("a.docx", out.getvalue(), known=fields_known())


def test_a_fact_is_text_whatever_it_holds() -> None:
    naughty = "{{7*7}} <w:p>&amp;</w:p> {% raw %} Zoë 李"
    assert words_of(written(a_document("Dear {{ contact }}!"), {"contact": naughty})) == [f"Dear {naughty}!"]


@pytest.mark.django_db
def test_a_run_in_word_is_one_file_of_documents_and_a_missing_field_leaves_its_letter_out() -> None:
    school = a_school()
    office, group = an_actor(school), a_group(school)
    tolu, bisi = (a_pupil(school, group=group, forename=name) for name in ("Tolu", "Bisi"))
    a_home(school, tolu)
    a_home(school, bisi, at="2 Mill Lane")
    data = a_document("Dear {{ contact }},", "{{ pupil }}: {{ message }}")
    key = actions.new_template(office, name="Ours", subject="{pupil}", document=("ours.docx", data))

    made = write(office, tolu, bisi, template=key, typed={}, facts={tolu.pk: {"message": "Come & see."}})

    assert [(one.pupil, one.why) for one in made.left_out] == [("Bisi Abiodun", "nothing is known for message")]
    with zipfile.ZipFile(io.BytesIO(printed(office, made))) as packed:
        (name,) = packed.namelist()
        assert name.endswith("-0001-Tolu-Abiodun.docx")
        assert words_of(packed.read(name)) == ["Dear Ms Abiodun,", "Tolu Abiodun: Come & see."]
