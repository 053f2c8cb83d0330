"""What it takes to see how every pupil stands after a morning's registers, and one pupil after one mark."""

from __future__ import annotations

from collections.abc import Iterator

from rollbook.absence.queries import WatchFilters, watch_list
from rollbook.absence.queries.patterns import patterns_of
from rollbook.absence.queries.standings import standings
from rollbook.config.bench.measuring import Bench, Floors, median
from rollbook.rules.actor import Actor

READ = "one row read"
# Goals for 1,500 pupils, and for one.
WHOLE_SCHOOL, EACH_SCHOOL, ONE = 1000.0, 1500, 20.0


def run_watching(actor: Actor, floor: Floors) -> Iterator[Bench]:
    """Every threshold of the whole school, of one pupil, the widest watch list, and every pattern of days."""
    everybody = sorted(standings(actor))
    goal = round(WHOLE_SCHOOL * len(everybody) / EACH_SCHOOL)
    spent = median(lambda: standings(actor), rounds=10)
    yield Bench(f"how {len(everybody)} pupils stand", spent, READ, floor.read, goal)
    spent = median(lambda: standings(actor, everybody[:1]))
    yield Bench("how one pupil stands", spent, READ, floor.read, ONE)
    spent = median(lambda: watch_list(actor, WatchFilters("every")), rounds=10)
    yield Bench(f"a watch list of {len(everybody)}", spent, READ, floor.read)
    spent = median(lambda: patterns_of(actor, everybody), rounds=3)
    yield Bench(f"patterns of {len(everybody)} pupils", spent, READ, floor.read)
