"""What can be done with a bundle: begin it, arrange it, take words off its pages, fix it."""

from rollbook.evidence.actions.arranging import Arranged, arrange, say_witness
from rollbook.evidence.actions.beginning import begin_bundle
from rollbook.evidence.actions.enclosing import enclose, leave_file_out
from rollbook.evidence.actions.fixing import fix_bundle, make_bundle
from rollbook.evidence.actions.redacting import MOST_WORDS, hide_area, hide_words, look_at, show_area

__all__ = [
    "MOST_WORDS",
    "Arranged",
    "arrange",
    "begin_bundle",
    "enclose",
    "fix_bundle",
    "hide_area",
    "hide_words",
    "leave_file_out",
    "look_at",
    "make_bundle",
    "say_witness",
    "show_area",
]
