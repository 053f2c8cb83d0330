"""The letters that a process brings, read from its folder."""

from __future__ import annotations

from importlib.resources import files

from rollbook.comms.letter_texts import LetterText
from rollbook.rules.process import AnyProcess


def letters_of(process: AnyProcess) -> tuple[LetterText, ...]:
    """Every letter in the folder `letters` of a process, by name; none where there is no such folder."""
    folder = files("rollbook.processes").joinpath(process.key, "letters")
    if not folder.is_dir():
        return ()
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".txt"))
    return tuple(_read(process, name, folder.joinpath(name).read_text(encoding="utf-8")) for name in names)


def _read(process: AnyProcess, name: str, text: str) -> LetterText:
    head, _, words = text.partition("\n\n")
    lines = dict(line.split(": ", 1) for line in head.splitlines())
    key = f"{process.key}-{name.removesuffix('.txt')}".replace("_", "-")
    return LetterText(key, lines["Name"], lines["Subject"], words.strip(), ", ".join(process.law) or process.name)
