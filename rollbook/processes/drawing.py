"""The page of a process for the documents, drawn from its declaration: its road as a diagram, and its clocks."""

from __future__ import annotations

from importlib import import_module

from rollbook.rules.process import FACT, OPENED, AnyProcess, Clock, Opens
from rollbook.rules.process_facts import questions
from rollbook.rules.sources import RULES

_OPENS = {
    Opens.BY_ITSELF: "Rollbook opens it when its trigger holds.",
    Opens.SUGGESTED: "Rollbook suggests it when its trigger holds; a person opens it or says why not.",
    Opens.BY_HAND: "A person opens it.",
}


def page_of(process: AnyProcess) -> str:
    """The whole page, as Markdown."""
    parts = [
        f"# {process.name}",
        "*Drawn from the declaration by `bin/processes`; change that.*",
        process.says,
        _told(process),
        f"{_OPENS[process.opens]} It belongs to the {process.owner.label.lower()}."
        + (" One case for each parent concerned." if process.per_contact else ""),
        "## The road",
        "```mermaid\nflowchart TD\n" + "\n".join(_diagram(process)) + "\n```",
        "## Steps",
        _steps(process),
        "## Clocks",
        _clocks(process),
        "## Outcomes",
        "\n".join(f"- {one.says}{' (by hand, with a reason)' if one.by_hand else ''}" for one in process.outcomes),
        "## The law behind it",
        "\n".join(_rule(rule) for rule in process.law),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _told(process: AnyProcess) -> str:
    words = (import_module(f"rollbook.processes.{process.key}").__doc__ or "").strip().partition("\n\n")[2]
    return words.strip()


def _diagram(process: AnyProcess) -> list[str]:
    lines = [f'  {_id(step.key)}["{step.says}"]' for step in process.steps]
    for step in process.steps:
        lines += [f"  opened(( )) --> {_id(step.key)}"] if not step.after and not step.needs else []
        lines += [_edge(process, mark, step.key) for mark in dict.fromkeys((*step.after, *step.needs))]
        lines += [f"  {_id(step.key)} --> {_end(step.ends)}"] if step.ends else []
        lines += [
            f'  {_id(step.key)} -- "{choice.says}" --> {_end(choice.ends)}' for choice in step.choices if choice.ends
        ]
    ends = [f'  {_end(one.key)}(["{one.says}"])' for one in process.outcomes if not one.by_hand]
    return lines + ends


def _edge(process: AnyProcess, mark: str, to: str) -> str:
    step, _, choice = mark.partition(":")
    chosen = process.step(step).choice(choice)
    return f'  {_id(step)} -- "{chosen.says}" --> {_id(to)}' if chosen else f"  {_id(step)} --> {_id(to)}"


def _steps(process: AnyProcess) -> str:
    labels = {q.name: q.label for q in questions(process.facts)}
    rows = ["| Step | Asks | Letter | Rule |", "|---|---|---|---|"]
    for step in process.steps:
        says = step.says + (" (if wanted)" if step.optional else "") + (" (may be repeated)" if step.again else "")
        asks = "; ".join(labels[name] for name in step.asks)
        rows.append(f"| {says} | {asks} | {step.letter.replace('_', ' ')} | {step.rule} |")
    return "\n".join(rows)


def _clocks(process: AnyProcess) -> str:
    if not process.clocks:
        return "None."
    rows = ["| To be done | By | Whose |", "|---|---|---|"]
    return "\n".join(rows + [_clock(process, clock) for clock in process.clocks])


def _clock(process: AnyProcess, clock: Clock) -> str:
    labels = {q.name: q.label for q in questions(process.facts)}
    if clock.after == OPENED:
        after = "the case is opened"
    elif clock.after.startswith(FACT):
        name = clock.after.removeprefix(FACT)
        after = f"“{labels.get(name, name)}”"
    else:
        step, _, choice = clock.after.partition(":")
        chosen = process.step(step).choice(choice)
        after = f"“{process.step(step).says}”" + (f" ({chosen.says.lower()})" if chosen else "")
    whose = f"the law, {clock.rule}" if clock.is_law else "the school" + (", may pause" if clock.pauses else "")
    return f"| {process.step(clock.step).says} | {clock.days} {clock.unit} after {after} | {whose} |"


def _rule(rule: str) -> str:
    known = RULES[rule]
    mark = "" if known.confidence.is_confirmed else f" *({known.confidence.says})*"
    source = f" {known.source}." if known.source else ""
    return f"- **{rule}** {known.says}{source}{mark}"


def _id(key: str) -> str:
    return f"s_{key.replace('-', '_')}"


def _end(key: str) -> str:
    return f"e_{key.replace('-', '_')}"
