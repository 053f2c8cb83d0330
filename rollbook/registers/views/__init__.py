"""The register's screens, by subject: boards, taking, saving, one mark, paper."""

from rollbook.registers.views.boards import board_now, board_page, mine, version
from rollbook.registers.views.marks import amend, mark
from rollbook.registers.views.paper import paper, paper_all
from rollbook.registers.views.saving import save
from rollbook.registers.views.taking import known, take
from rollbook.registers.views.waiting import waited

__all__ = [
    "amend",
    "board_now",
    "board_page",
    "known",
    "mark",
    "mine",
    "paper",
    "paper_all",
    "save",
    "take",
    "version",
    "waited",
]
