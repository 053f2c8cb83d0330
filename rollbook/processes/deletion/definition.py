"""A name comes off the admission register: proposed, ground evidenced, authority told, deleted (DEL-4, RET-2)."""

from __future__ import annotations

from collections.abc import Callable

from rollbook.processes.deletion.facts import Facts
from rollbook.rules.access import Permission, Role
from rollbook.rules.deletion import (
    Circumstances,
    Stage,
    check_age,
    check_deletion,
    check_ground,
    check_no_notice,
    days_since_leave,
)
from rollbook.rules.deletion_grounds import GROUNDS, Ground
from rollbook.rules.enquiries import ENQUIRIES, made_of
from rollbook.rules.off_rolling import signs
from rollbook.rules.process import (
    MISTAKE,
    NOT_NEEDED,
    Choice,
    Clock,
    Outcome,
    Panel,
    Process,
    Situation,
    Step,
    Unit,
)
from rollbook.rules.refused import Refused
from rollbook.rules.sessions import in_words
from rollbook.rules.sources import refuse

_ALSO_ASKS = {
    "a": ("elsewhere_from", "destination"),
    "f": ("stated_day", "placed_by_authority", "under_enquiry", "consent_on"),
    "h": ("leave_ended",),
    "j": ("months_of_detention",),
    "o": ("decision_notified_on", "review"),
    "excluded": ("decision_notified_on", "review"),
}


def ground_step(ground: Ground) -> str:
    """The step that evidences a ground."""
    return f"ground_{ground.key}".replace("-", "_")


EVIDENCE = tuple(ground_step(ground) for ground in GROUNDS.values())


def ground_of(situation: Situation) -> Ground | None:
    """The ground that was proposed."""
    proposed = situation.last("propose")
    return GROUNDS[proposed.choice] if proposed else None


def stage_of(situation: Situation) -> Stage | None:
    """How far the deletion has come (DEL-4)."""
    for step, stage in (("delete", Stage.DELETED), ("notify", Stage.NOTIFIED)):
        if situation.last(step):
            return stage
    if any(situation.last(step) for step in EVIDENCE):
        return Stage.EVIDENCED
    return Stage.PROPOSED if situation.last("propose") else None


def around(situation: Situation) -> Circumstances:
    """What a ground looks at: age, marks, and the enquiries that stand under children missing education."""
    searches = [one for one in situation.earlier if one.process == "missing_education"]
    made = frozenset(key for one in searches[-1:] for key in made_of(one.facts))
    return Circumstances(situation.on, situation.born, situation.calendar, situation.standing, made)


def right_list(facts: Facts, situation: Situation) -> None:
    """Refuse a ground of the list for another age (DEL-2)."""
    check_age(GROUNDS[situation.taken[-1].choice], situation.born, situation.on)


def look_twice(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """Signs that a leader should look at before a name comes off (OFF-1)."""
    return signs(
        situation.on,
        situation.born,
        situation.standing,
        has_special_needs=facts.has_special_needs,
        suggested_by_school=facts.suggested_by_school,
    )


def told_or_exempt(facts: Facts, situation: Situation) -> None:
    """Refuse to go without a notice where one is due, and a notice of which nobody knows where it went (RET-2)."""
    if situation.taken[-1].choice == "not-needed":
        check_no_notice(
            situation.on,
            final_class=facts.final_class,
            year_ended=facts.year_ended,
            authority_asks=facts.authority_asks,
        )
    elif not (facts.authority.strip() and facts.told_how.strip()):
        raise refuse("RET-2", "Say which authority was told, and how: its portal, secure e-mail, its form.")


def may_be_deleted(facts: Facts, situation: Situation) -> None:
    """The ground looked at once more as it stands today, then the notice and the day (DEL-4, RET-2)."""
    ground = ground_of(situation)
    if ground is None:
        raise refuse("DEL-4", "No ground was proposed, and without a ground no name comes off the register.")
    check_ground(ground, facts, around(situation))
    evidenced, notified = situation.last(ground_step(ground)), situation.last("notify")
    check_deletion(
        on=situation.on,
        last_day=facts.last_day,
        evidenced_on=evidenced.on if evidenced else None,
        notified_on=notified.on if notified else None,
    )


def not_after_a_death(facts: Facts, situation: Situation) -> None:
    """No form letter goes to a family whose child has died."""
    ground = ground_of(situation)
    if ground is not None and ground.key in ("k", "died"):
        raise Refused("No form letter goes to this family. The head writes, and calls.")


def before_it_goes(facts: Facts, situation: Situation) -> tuple[str, ...]:
    """What is easily forgotten, and the signs of off-rolling."""
    talk = () if situation.last("talk") else ("No transfer-out conversation is recorded (why, where to, from when).",)
    return (*talk, *look_twice(facts, situation))


def no_longer_met(facts: Facts, situation: Situation) -> str:
    """Why a ground that was evidenced is no longer met: the pupil came, or a mark was corrected."""
    ground = ground_of(situation)
    if ground is None or not ground.days or situation.last(ground_step(ground)) is None or situation.standing is None:
        return ""
    try:
        check_ground(ground, facts, around(situation))
    except Refused as refused:
        return f"Ground {ground.paragraph} is no longer met. {refused.says} The name stays on the roll."
    return ""


def where_it_stands(facts: Facts, situation: Situation) -> tuple[Panel, ...]:
    """The ground, how far the deletion has come, and the days and enquiries that it counts."""
    ground = ground_of(situation)
    if ground is None:
        return ()
    stage = stage_of(situation)
    rows = [("Ground", ground.title), ("Stands at", stage.value if stage else ""), ("Evidence", ground.evidence)]
    if ground.days and situation.standing is not None:
        rows.append(("Days counted", _days(ground, facts, situation)))
    if ground.joint:
        made = around(situation).enquiries
        rows.append(("Enquiries made", f"{len(made)} of {len(ENQUIRIES)}, under “Children missing education”"))
    return (Panel("No ground, no deletion", "", ("What", "How it stands"), tuple(rows), ground.rule),)


def told(facts: Facts, situation: Situation) -> dict[str, str]:
    ground = ground_of(situation)
    return {
        "deletion_ground": ground.says if ground else "",
        "next_school": facts.destination or "we do not know",
    }


def _days(ground: Ground, facts: Facts, situation: Situation) -> str:
    standing = situation.standing
    if standing is None:
        return ""
    if ground.key != "h":
        run = standing.not_seen_run
        since = f" since {in_words(run.first)}" if run.first else ""
        return f"{len(run)} of {ground.days} school days, every session G, N or O{since}"
    if facts.leave_ended is None:
        return "The last day of the leave is not known yet"
    days, broken = days_since_leave(standing, situation.calendar, facts.leave_ended)
    return f"{days} of {ground.days} school days since {in_words(facts.leave_ended)}{f'; {broken}' if broken else ''}"


def _is_met(ground: Ground) -> Callable[[Facts, Situation], None]:
    def check(facts: Facts, situation: Situation) -> None:
        check_ground(ground, facts, around(situation))

    return check


def _evidence(ground: Ground) -> Step[Facts]:
    asks = (*(condition.fact for condition in ground.conditions), *_ALSO_ASKS.get(ground.key, ()), "evidence")
    return Step(
        ground_step(ground),
        f"Evidence the ground: {ground.says[0].lower()}{ground.says[1:]}",
        after=(f"propose:{ground.key}",),
        unless=tuple(f"propose:{other}" for other in GROUNDS if other != ground.key),
        asks=tuple(dict.fromkeys(asks)),
        check=_is_met(ground),
        rule=ground.rule,
        help=f"Evidence: {ground.evidence[0].lower()}{ground.evidence[1:]}.",
    )


def _at_once(step: str) -> Clock:
    return Clock(
        "notify", 0, Unit.SCHOOL_DAYS, step, says="Tell the authority, as soon as the ground is met", rule="RET-2"
    )


PROCESS = Process(
    key="deletion",
    name="Deletion from the admission register",
    says="A name comes off the roll on a ground of regulation 9, with its evidence, after the authority was told.",
    facts=Facts,
    law=("DEL-2", "DEL-3", "DEL-4", "DEL-5", "RET-2", "RET-5", "EXC-13", "OFF-1"),
    owner=Role.ADMISSIONS,
    still=no_longer_met,
    shows=where_it_stands,
    steps=(
        Step(
            "propose",
            "Propose the ground",
            asks=("proposed_by", "suggested_by_school", "has_special_needs"),
            choices=tuple(Choice(ground.key, ground.title) for ground in GROUNDS.values()),
            check=right_list,
            warns=look_twice,
            rule="DEL-4",
            help="Grounds 9(1) are for compulsory school age, 9(3) for others. Long illness is no ground (DEL-1).",
        ),
        Step(
            "talk",
            "Record the transfer-out conversation",
            after=("propose",),
            asks=("talked_with", "talk_said"),
            optional=True,
            again=True,
        ),
        *(_evidence(ground) for ground in GROUNDS.values()),
        Step(
            "notify",
            "Tell the authority",
            after=EVIDENCE,
            asks=("authority", "told_how", "reference", "final_class", "year_ended", "authority_asks"),
            choices=(
                Choice("told", "The authority was told"),
                Choice("not-needed", "No notice is needed: the most senior class, at the end of its last term"),
            ),
            check=told_or_exempt,
            rule="RET-2",
            help="Name, address, parents with address and number, next school, ground: see “For the local authority”.",
        ),
        Step(
            "tell_parents",
            "Write to the parents",
            after=("notify",),
            optional=True,
            letter="off_the_roll",
            check=not_after_a_death,
            help="What the ground is, and where the pupil goes, as they told you.",
        ),
        Step(
            "delete",
            "Take the name off the roll",
            after=("notify",),
            asks=("last_day", "leaving_reason", "destination"),
            may=Permission.EDIT_PUPILS,
            check=may_be_deleted,
            warns=before_it_goes,
            ends="deleted",
            rule="DEL-4",
            help="Never back-dated. The pupil’s groups end with the last day; the marks until then stay.",
        ),
        Step(
            "keep",
            "Keep the name on the roll",
            after=("propose",),
            asks=("kept_because",),
            optional=True,
            ends="kept",
        ),
    ),
    clocks=tuple(_at_once(step) for step in EVIDENCE),
    outcomes=(
        Outcome("deleted", "The name came off the roll"),
        Outcome("kept", "No ground: the name stays on the roll"),
        NOT_NEEDED,
        MISTAKE,
    ),
    fields={
        "deletion_ground": "the ground on which a name comes off the roll",
        "next_school": "where the pupil goes",
    },
    tells=told,
)
