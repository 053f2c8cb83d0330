"""The register's screens, by subject: boards, taking, saving, one mark, paper."""

from rollbook.registers.views.boards import board_page, mine
from rollbook.registers.views.marks import amend, mark
from rollbook.registers.views.paper import paper
from rollbook.registers.views.saving import save
from rollbook.registers.views.taking import known, take
from rollbook.registers.views.waiting import waited

__all__ = ["amend", "board_page", "known", "mark", "mine", "paper", "save", "take", "waited"]
