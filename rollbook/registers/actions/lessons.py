"""Taking a lesson's register; where the school's rule says so, the session's mark comes from it in the same save.

Ten statements between BEGIN and COMMIT with the rule, eight without it: the order is that of a session's save.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rollbook.audit.actions import action, record
from rollbook.audit.keys import encrypt
from rollbook.registers.actions import chaining
from rollbook.registers.actions.accepting import (
    LESSON,
    SESSION,
    WITHDRAWN,
    Accepted,
    accepted,
    named,
    read,
    waiting,
    was_withdrawn,
    with_plans,
)
from rollbook.registers.actions.chaining import Submission
from rollbook.registers.actions.locking import Locked
from rollbook.registers.actions.saving import (
    RowOutcome,
    SaveOutcome,
    answered_again,
    digest_of_save,
    keep_amendments,
    keep_details,
    leaf_of,
    outcome_of,
    put_decided,
    recount,
    stored_before,
)
from rollbook.registers.actions.taking import MOST_TAPS, Tap, entry_of, lock_taps, strangers
from rollbook.registers.actions.writing import LessonMarkRow, put_lesson_marks
from rollbook.registers.events import LessonSaved, MarksSaved
from rollbook.registers.issue import LessonIssue
from rollbook.registers.models import LessonMark, LessonNote, Mark, RegisterSave
from rollbook.registers.notes import lesson_place
from rollbook.rules.access import Permission
from rollbook.rules.actor import Actor
from rollbook.rules.lesson_marks import for_session
from rollbook.rules.marking import Decision, Entry, Outcome, RegisterFacts, Standing, decide
from rollbook.rules.refused import Refused

Decided = tuple[tuple[Decision, Entry], ...]


@action(Permission.TAKE_OWN_REGISTERS, Permission.TAKE_ANY_REGISTER)
def save_lesson(
    actor: Actor,
    *,
    issue: LessonIssue,
    save_id: uuid.UUID,
    taps: Sequence[Tap],
    is_school_day: bool,
    finished: bool,
    source: str = "web",
    taken_at: datetime | None = None,
    began_at: datetime | None = None,
) -> SaveOutcome:
    """Save a lesson's register as it was tapped; each row gets an outcome, nothing is lost (REG-7, COD-3).

    No total comes from it. Where the issue names a rule, the same save makes the session's mark;
    one that somebody else made stays, and the difference is kept as a conflict.
    """
    if len(taps) > MOST_TAPS:
        raise Refused(f"A register of {len(taps)} rows is more than one register can hold ({MOST_TAPS}).")
    register, session = issue.register, issue.session_facts(is_school_day=is_school_day)
    locked = lock_taps(actor, register, taps)
    names = register.tokens(locked.rows)
    entries = [entry_of(tap, names) for tap in taps if tap.token in names]
    submission = Submission(
        save_id=save_id,
        kind=RegisterSave.Kind.RULE if session else RegisterSave.Kind.TAKEN,
        source=source,
        group_id=register.group_id,
        lesson=issue.lesson,
        on=register.on,
        half=register.half if session else None,
        taken_at=taken_at,
        began_at=began_at,
        finished=finished,
        policy_version=register.policy_version,
        basis=f"rule:{issue.rule}" if session else "",
    )
    digest = digest_of_save(submission, entries)
    if before := stored_before(actor, submission, digest):
        return answered_again(before, register.token)
    stands = _standing(actor, issue, locked, waiting(entries, locked), with_session=session is not None)
    saving = _Saving(actor, issue, submission, locked, stands)
    meant = accepted(entries, register.session, stands.lessons, stands.plans)
    lessons = saving.decided(meant, stands.lessons, register.facts(is_school_day=is_school_day))
    sessions = saving.for_session(lessons, session) if session else ()
    outcome = saving.store(digest, lessons, sessions)
    return replace(outcome, rows=(*outcome.rows, *strangers(taps, names)))


@dataclass(frozen=True, slots=True)
class _Stands:
    """What stands of the lesson, and of the session where its mark comes from the lesson."""

    lessons: Mapping[str, Standing]
    sessions: Mapping[str, Standing]
    plans: Mapping[str, Accepted]


@dataclass(frozen=True, slots=True)
class _Saving:
    """One save of a lesson: what it is about, and the steps it makes."""

    actor: Actor
    issue: LessonIssue
    submission: Submission
    locked: Locked
    stands: _Stands

    def decided(self, entries: Sequence[Entry], standing: Mapping[str, Standing], register: RegisterFacts) -> Decided:
        decisions = decide(
            entries,
            standing=standing,
            pupils=self.locked.on_register(),
            register=register,
            now=self.actor.now,
            may_amend=self.actor.may(Permission.AMEND_MARKS),
            taken_at=self.submission.taken_at,
        )
        return tuple(zip(decisions, entries, strict=True))

    def for_session(self, lessons: Decided, session: RegisterFacts) -> Decided:
        """What follows for the session's marks; entries that change nothing there are left out of the record."""
        entries = [
            found for decision, entry in lessons if (found := self._follows(entry, decision, session)) is not None
        ]
        decided = self.decided(entries, self.stands.sessions, session)
        return tuple(pair for pair in decided if pair[0].outcome is not Outcome.UNCHANGED)

    def store(self, digest: bytes, lessons: Decided, sessions: Decided) -> SaveOutcome:
        actor, issue, session = self.actor, self.issue, self.issue.register.session
        stored = [d for d, _ in lessons if d.outcome is Outcome.STORED]
        marks = [d for d, _ in sessions if d.outcome is Outcome.STORED]
        put_lesson_marks(self._row(d) for d in stored)
        put_decided(actor, session, self.locked, marks)
        recount(session, self.locked, marks)
        record(actor, self._told(sessions) if sessions else self._told_lesson(lessons))
        leaves = [leaf_of(d, e, session, "", issue.lesson) for d, e in lessons]
        leaves += [leaf_of(d, e, session, self.submission.basis) for d, e in sessions]
        row = chaining.append(actor, self.submission, digest, [leaf.as_leaf() for leaf in leaves])
        keep_amendments(actor, row, session, self.locked, marks, of_lesson=stored)
        keep_details(actor, row, session, self.locked, marks)
        self._keep_notes(row, stored)
        said = {d.pupil: d for d, _ in sessions}
        return SaveOutcome(row.seq, tuple(self._outcome(d, e, said.get(d.pupil)) for d, e in lessons))

    def _follows(self, entry: Entry, decision: Decision, session: RegisterFacts) -> Entry | None:
        return for_session(
            entry,
            decision,
            starts=self.issue.register.opens,
            register=session,
            stands=self.stands.sessions.get(decision.pupil),
            before=self.stands.lessons.get(decision.pupil),
        )

    def _row(self, d: Decision) -> LessonMarkRow:
        actor, lesson, on = self.actor, self.issue.lesson, self.issue.register.on
        pupil = self.locked.rows[d.pupil].pupil_id
        return LessonMarkRow(actor.school, on, lesson, pupil, d.now, d.minutes, bool(d.detail), d.version, actor.today)

    def _outcome(self, decision: Decision, entry: Entry, session: Decision | None) -> RowOutcome:
        """The lesson's outcome; where the session's mark was not changed with it, that is said beside."""
        found = outcome_of(decision, self.stands.lessons.get(decision.pupil), self.issue.register.token)
        if was_withdrawn(entry, self.stands.lessons, self.stands.plans):
            return replace(found, says=WITHDRAWN)
        if session is None or session.outcome is Outcome.STORED:
            return found
        half = self.issue.register.session.half.label
        return replace(
            found, says=f"Kept for the lesson; the {half} mark stays {session.was or 'empty'}. {session.says}"
        )

    def _keep_notes(self, row: RegisterSave, stored: Sequence[Decision]) -> None:
        on, lesson = self.issue.register.on, self.issue.lesson
        LessonNote.objects.bulk_create(
            LessonNote(
                school_id=self.actor.school,
                pupil_id=self.locked.rows[d.pupil].pupil_id,
                save_row=row,
                date=on,
                lesson=lesson,
                text=encrypt(d.detail, place=lesson_place(d.pupil, on, lesson)),
            )
            for d in stored
            if d.detail
        )

    def _told(self, sessions: Decided) -> MarksSaved:
        decisions = [d for d, _ in sessions]
        return MarksSaved(
            save_id=self.submission.save_id,
            kind=self.submission.kind,
            group_id=self.submission.group_id,
            on=self.submission.on,
            half=self.submission.half,
            stored=_count(decisions, Outcome.STORED),
            amended=sum(d.is_amendment for d in decisions),
            conflicts=_count(decisions, Outcome.CONFLICT),
            refused=_count(decisions, Outcome.REFUSED),
        )

    def _told_lesson(self, lessons: Decided) -> LessonSaved:
        decisions = [d for d, _ in lessons]
        return LessonSaved(
            save_id=self.submission.save_id,
            lesson=self.issue.lesson,
            on=self.issue.register.on,
            stored=_count(decisions, Outcome.STORED),
            conflicts=_count(decisions, Outcome.CONFLICT),
            refused=_count(decisions, Outcome.REFUSED),
        )


def _count(decisions: Sequence[Decision], outcome: Outcome) -> int:
    return sum(d.outcome is outcome for d in decisions)


def _standing(
    actor: Actor, issue: LessonIssue, locked: Locked, planned: Sequence[int], *, with_session: bool
) -> _Stands:
    """What stands of the lesson, of the session with the rule, and the plans of some pupils: one statement."""
    on, session = issue.register.on, issue.register.session
    these = {"school_id": actor.school, "date": on, "pupil_id__in": locked.pupil_ids}
    rows = named(LessonMark.objects.filter(lesson=issue.lesson, **these), LESSON)
    if with_session:
        rows = rows.union(named(Mark.objects.filter(half=issue.register.half, **these), SESSION), all=True)
    if planned:
        rows = with_plans(rows, actor, session, planned)
    found = read(rows, locked, session, issue.lesson)
    return _Stands(found.marks.get(LESSON, {}), found.marks.get(SESSION, {}), found.plans)
