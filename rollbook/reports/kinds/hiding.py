"""Figures of a group beside those of everybody, in what leaves the school: small numbers hidden (DAT-7)."""

from __future__ import annotations

from collections.abc import Sequence

from rollbook.reports.asked import Measure
from rollbook.reports.queries.roll import Line
from rollbook.reports.report import Cell
from rollbook.rules.small_numbers import MARK, hidden_in_list, hides_share, is_small


def within(line: Line, whole: Line, measures: Sequence[Measure]) -> tuple[Cell, ...]:
    """The pupils of a group and its shares, where the group and everybody are both shown and groups may overlap.

    The whole line is hidden where the group, or those outside it, are too few; a share of pupils where its own numbers
    are, or where those left over of everybody's would be.
    """
    if is_small(line.pupils) or is_small(whole.pupils - line.pupils):
        return (MARK,) * (1 + len(measures))
    return (line.pupils, *(_shown(line, whole, measure) for measure in measures))


def alone(line: Line, measures: Sequence[Measure]) -> tuple[Cell, ...]:
    """The figures of everybody: only shares of pupils can be too small."""
    return (line.pupils, *(_shown(line, line, measure) for measure in measures))


def apart(lines: Sequence[Line], measures: Sequence[Measure]) -> tuple[tuple[Cell, ...], ...]:
    """The figures of groups that do not overlap, with everybody's shown below them, in the order of the lines."""
    few = hidden_in_list([line.pupils for line in lines]).places
    hides = {measure: _hidden_people(lines, measure) for measure in measures if measure.of_pupils}
    return tuple(
        (MARK,) * (1 + len(measures))
        if n in few
        else (line.pupils, *(MARK if n in hides.get(m, ()) else line.share(m) for m in measures))
        for n, line in enumerate(lines)
    )


def counted(number: int) -> Cell:
    """A number of pupils by itself."""
    return MARK if is_small(number) else number


def _shown(line: Line, whole: Line, measure: Measure) -> Cell:
    share = line.share(measure)
    if not measure.of_pupils:
        return share
    beyond = whole.share(measure).part - share.part
    if hides_share(share.part, share.whole) or is_small(beyond):
        return MARK
    among_them = measure is Measure.SEVERE and not is_small(line.persistent)
    return MARK if among_them and is_small(line.persistent - line.severe) else share


def _hidden_people(lines: Sequence[Line], measure: Measure) -> frozenset[int]:
    """Which lines hide a share of pupils: the small ones, and whatever gives them away with the total."""
    parts = [line.share(measure).part for line in lines]
    rest = [line.pupils - part for line, part in zip(lines, parts, strict=True)]
    return hidden_in_list(parts).places | hidden_in_list(rest).places
