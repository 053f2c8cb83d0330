"""The exhibits made for a bundle alone: statement, certificate, year, register extract, chronology, equality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rollbook.evidence.paper import Head, head_of, session_words, statement_data, told_block, year_data
from rollbook.evidence.queries.bundles import BundlePage
from rollbook.evidence.queries.chronology import history
from rollbook.pupils.queries.spans import times_on_roll_by_key
from rollbook.registers.queries.certificate import Certificate, certificate
from rollbook.registers.queries.reasons_given import GivenReason, reasons_given
from rollbook.registers.queries.years import year_lines
from rollbook.registers.views import paperwork
from rollbook.rules.actor import Actor
from rollbook.rules.exhibits import Exhibit, ExhibitKind, Matter, table, text
from rollbook.rules.sessions import in_words
from rollbook.rules.statement import GAP, Sent, Statement, StatementFacts, drafted
from rollbook.rules.told import Told
from rollbook.rules.year_row import year_of

CERTIFICATE = "registers/typst/certificate.typ"
SCHOOLS_GAP = GAP.replace("the witness", "the school")


@dataclass(frozen=True, slots=True)
class Register:
    """What the register says of a matter, read once: everything in a bundle that speaks of marks is made of this."""

    certificate: Certificate
    reasons: tuple[GivenReason, ...]
    years: dict[int, bytes]
    registered: tuple[tuple[date, date | None], ...]
    head: Head


def register_of(actor: Actor, matter: Matter) -> Register:
    """Certificate, reasons and the years' bytes, noted as an access: a fixed number of statements."""
    made = certificate(actor, matter.pupil, matter.first, min(matter.last, actor.today))
    reasons = reasons_given(actor, matter.pupil_id, str(matter.pupil), matter.first, matter.last)
    years = range(year_of(matter.first), year_of(matter.last) + 1)
    lines = year_lines(actor, years, [matter.pupil_id])
    roll = times_on_roll_by_key(actor, [matter.pupil_id]).get(str(matter.pupil))
    spans = tuple((span.first, span.last) for span in roll.spans) if roll else ()
    head = head_of(made.school, made.pupil.name, actor.now)
    return Register(made, reasons, {line.year: line.codes for line in lines}, spans, head)


def own_exhibits(actor: Actor, of: BundlePage, register: Register) -> Iterator[Exhibit]:
    """What the bundle itself can show; the statement's words come when all others have their labels."""
    made, days = register.certificate, f"{in_words(of.matter.first)} to {in_words(of.matter.last)}"
    yield Exhibit("statement", ExhibitKind.STATEMENT, "Witness statement", "drafted from the record; gaps are marked")
    yield Exhibit(
        "certificate",
        ExhibitKind.CERTIFICATE,
        "Certificate of attendance",
        f"{days}, for the head to sign",
        template=CERTIFICATE,
        data=paperwork.certificate(made),
    )
    template, data = year_data(made, register.reasons, register.head)
    yield Exhibit(
        "year", ExhibitKind.YEAR, "The year, week by week", "with the reasons on record", template=template, data=data
    )
    yield _extract(made)
    yield _chronology(actor, of, days)
    yield Exhibit(
        "equality",
        ExhibitKind.EQUALITY,
        "Equality considerations",
        "how the duty of the Equality Act 2010, section 149, was met",
        blocks=(text(*(of.told.equality.strip() or SCHOOLS_GAP).split("\n")),),
    )


def with_statement(
    exhibit: Exhibit,
    of: BundlePage,
    register: Register,
    sent: Sequence[Sent],
    labels: Mapping[str, str],
    relationship: str,
) -> tuple[Exhibit, Statement]:
    """The statement as it stands when the others have their labels."""
    made = register.certificate
    facts = StatementFacts(
        school=made.school.name,
        pupil=made.pupil.name,
        born=made.pupil.born,
        parent=of.parent,
        relationship=relationship,
        registered=register.registered,
        first=made.first,
        last=made.last,
        possible=made.totals.possible,
        attended=made.totals.attended,
        authorised=made.totals.authorised,
        unauthorised=made.totals.unauthorised,
        certificate=labels.get("certificate", ""),
        year=labels.get("year", ""),
        register=labels.get("register", ""),
        sent=tuple(sent),
    )
    statement = drafted(facts, of.told.witness)
    template, data = statement_data(statement, made.school.name)
    return replace(exhibit, template=template, data=data), statement


def told_lines(actor: Actor, of: BundlePage) -> tuple[Told, ...]:
    """The chronology of a bundle, the earliest first: the kinds that were chosen, words only where they were wanted."""
    told = history(actor, of.matter.pupil_id, of.matter.first, of.matter.last)
    chosen = (one for one in sorted(told, key=lambda one: one.at) if one.kind in of.choices.kinds)
    return tuple(one if of.choices.words else replace(one, words="") for one in chosen)


def _chronology(actor: Actor, of: BundlePage, days: str) -> Exhibit:
    told = told_lines(actor, of)
    about = f"{days}, {len(told)} lines" if len(told) != 1 else f"{days}, one line"
    return Exhibit("chronology", ExhibitKind.CHRONOLOGY, "Chronology", about, blocks=(told_block(told),))


def _extract(made: Certificate) -> Exhibit:
    """Every session as it stands, with what it was before."""
    head = ("Session", "Mark", "Meaning", "First entry", "Last amended, by whom and why")
    rows = tuple(
        (
            session_words(mark.session),
            row[2] + (f" ({row[5]} min)" if row[5] else ""),
            row[3],
            row[6] or "none",
            "; ".join(part for part in row[8:11] if part),
        )
        for mark, row in zip(made.marks, paperwork.certificate_rows(made), strict=True)
    )
    return Exhibit(
        "register",
        ExhibitKind.REGISTER,
        "Register extract",
        f"every session; {_amended(len(made.amendments))}",
        blocks=(
            text(
                "Every session of the period as it stands in the register, with the entry that was first made and, "
                "where it was changed, when, by whom and why. No entry is ever deleted."
            ),
            table(head, rows, widths=(34, 15, 56, 14, 57)),
        ),
    )


def _amended(count: int) -> str:
    if count == 0:
        return "no entry was amended"
    return "one entry was amended" if count == 1 else f"{count} amendments"
