"""Whether a process hangs together: every step can be reached, every road ends in an outcome, every name is known."""

from __future__ import annotations

import dataclasses

from rollbook.rules.process import FACT, OPENED, AnyProcess, Step
from rollbook.rules.sources import RULES


def faults(process: AnyProcess) -> tuple[str, ...]:
    """What is wrong with a declaration, in sentences; none for a sound one."""
    return (*_unknown_names(process), *_unreachable(process), *_dead_ends(process), *_outcomes(process))


def _unknown_names(process: AnyProcess) -> list[str]:
    marks, facts = _marks(process), {f.name for f in dataclasses.fields(process.facts)}
    wrong: list[str] = []
    keys = [step.key for step in process.steps]
    wrong += [f"two steps are called {key}" for key in {k for k in keys if keys.count(k) > 1}]
    for step in process.steps:
        named = (*step.after, *step.needs, *step.unless)
        wrong += [f"{step.key} waits for {name}, which never happens" for name in named if name not in marks]
        wrong += [f"{step.key} asks for {name}, which is no fact" for name in step.asks if name not in facts]
        wrong += [f"{step.key} cites {step.rule}, which is no rule"] if step.rule and step.rule not in RULES else []
    for clock in process.clocks:
        known = clock.after == OPENED or clock.after in marks or _is_day(process, clock.after.removeprefix(FACT))
        wrong += [] if known else [f"a clock runs after {clock.after}, which never happens"]
        wrong += [] if clock.step in keys else [f"a clock wants {clock.step}, which is no step"]
        wrong += [f"a clock cites {clock.rule}, which is no rule"] if clock.rule and clock.rule not in RULES else []
    wrong += [f"it cites {rule}, which is no rule" for rule in process.law if rule not in RULES]
    return wrong


def _is_day(process: AnyProcess, name: str) -> bool:
    """A fact, or a day worked out from the facts."""
    return name in {f.name for f in dataclasses.fields(process.facts)} or isinstance(
        getattr(process.facts, name, None), property
    )


def _unreachable(process: AnyProcess) -> list[str]:
    happened: set[str] = set()
    left = list(process.steps)
    while ready := [step for step in left if _can_open(step, happened)]:
        for step in ready:
            happened |= _marks_of(step)
            left.remove(step)
    return [f"{step.key} can never be taken" for step in left]


def _dead_ends(process: AnyProcess) -> list[str]:
    """Steps after which nothing can follow, and which end nothing."""
    wrong = []
    for step in process.steps:
        if step.optional or step.again:
            continue
        ways = (
            [f"{step.key}:{choice.key}" for choice in step.choices if not choice.ends] if step.choices else [step.key]
        )
        if step.ends:
            continue
        for way in ways:
            follows = any(other is not step and _follows(other, {step.key, way}) for other in process.steps)
            if not follows:
                wrong.append(f"nothing follows {way}")
    return wrong


def _outcomes(process: AnyProcess) -> list[str]:
    known = {outcome.key for outcome in process.outcomes}
    reached = {step.ends for step in process.steps if step.ends}
    reached |= {choice.ends for step in process.steps for choice in step.choices if choice.ends}
    wrong = [f"{key} is no outcome" for key in sorted(reached - known)]
    return wrong + [
        f"no step ends with {outcome.key}"
        for outcome in process.outcomes
        if not outcome.by_hand and outcome.key not in reached
    ]


def _follows(step: Step[object], marks: set[str]) -> bool:
    """Open from the start it may still be waiting, so it follows whatever does not close it."""
    if marks & set(step.unless):
        return False
    return not step.after or bool(marks & {*step.after, *step.needs})


def _can_open(step: Step[object], happened: set[str]) -> bool:
    return all(one in happened for one in step.needs) and (not step.after or any(one in happened for one in step.after))


def _marks(process: AnyProcess) -> set[str]:
    return {mark for step in process.steps for mark in _marks_of(step)}


def _marks_of(step: Step[object]) -> set[str]:
    return {step.key, *(f"{step.key}:{choice.key}" for choice in step.choices)}
