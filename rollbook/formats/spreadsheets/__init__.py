"""Spreadsheets and comma-separated files, read into one kind of table whatever they are."""

from rollbook.formats.spreadsheets.reading import read_sheet
from rollbook.formats.spreadsheets.sheet import Sheet, SheetRow

__all__ = ["Sheet", "SheetRow", "read_sheet"]
