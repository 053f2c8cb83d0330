"""Letters as Word documents, for schools that insist: fields as `{{ pupil }}`, and nothing else that runs (COM-B)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from rollbook.formats.archives import open_archive
from rollbook.formats.kept_media import WORD, media_of, shortened
from rollbook.formats.refusals import FileRefused

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2.nodes import Node
    from jinja2.sandbox import SandboxedEnvironment

# A fixed moment inside the file, so that the same letters make the same bytes.
_MADE = (1980, 1, 1, 0, 0, 0)


def fields_in(name: str, data: bytes, *, known: Collection[str]) -> tuple[str, ...]:
    """The fields that stand in a Word document, each once.

    Raises FileRefused where it is no Word document, holds a field that there is not, or anything in
    double braces that is more than a field's name: sums, loops, conditions, parts of things.
    """
    if media_of(name, data) is not WORD:
        raise FileRefused(f"“{shortened(name)}” is not a Word document. Save it as .docx.")
    open_archive(shortened(name), data)
    from jinja2 import TemplateError

    try:
        found = tuple(dict.fromkeys(_names(_document(data), _sandbox())))
    except TemplateError as wrong:
        raise FileRefused(
            f"“{shortened(name)}” has braces that do not belong together. Write each field as {{{{ pupil }}}}."
        ) from wrong
    for field in found:
        if field not in known:
            raise FileRefused(
                f"“{shortened(name)}” has the field {{{{ {field[:40]} }}}}, which there is not. "
                "Fields are written as {{ pupil }}, one name and nothing else; the list has those that there are."
            )
    return found


def written(data: bytes, facts: Mapping[str, str]) -> bytes:
    """One letter: the document with its fields filled, every fact as text and never as markup."""
    document = _document(data)
    document.render(dict(facts), _sandbox(), autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def packed(letters: Iterable[tuple[str, bytes]]) -> bytes:
    """The letters of a run in one ZIP file, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in letters:
            container.writestr(zipfile.ZipInfo(name, _MADE), data)
    return out.getvalue()


def _document(data: bytes) -> DocxTemplate:
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(data))
    document.init_docx()
    return document


def _sandbox() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _names(document: DocxTemplate, sandbox: SandboxedEnvironment) -> list[str]:
    """The names of all fields; what is no bare name is given as it stands, so that nobody knows it."""
    found: list[str] = []
    for xml in _parts(document):
        for node in sandbox.parse(xml).body:
            found += _of(node)
    return found


def _of(node: Node) -> list[str]:
    from jinja2 import nodes

    if not isinstance(node, nodes.Output):
        return [f"% {type(node).__name__.lower()}"]
    said = [one for one in node.nodes if not isinstance(one, nodes.TemplateData)]
    return [one.name if isinstance(one, nodes.Name) else "a sum or a call" for one in said]


def _parts(document: DocxTemplate) -> list[str]:
    """The text of the document, its headers and footers, as the fields are looked for in it."""
    xml = [document.patch_xml(document.get_xml())]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            xml.append(document.patch_xml(document.get_part_xml(part)))
    return xml
