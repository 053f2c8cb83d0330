"""Files as SIMS and Arbor export them, typed out for as many pupils as a test wants; always the same ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.rules.upn import upn_for

FORENAMES = ("Aaliyah", "Ben", "Chloë", "Dylan", "Esme", "Farid", "Grace", "Harun", "Iona", "Jakub", "Keziah", "Leo")
SURNAMES = ("O'Brien", "Okafor", "Smith-Jones", "Nowak", "Ng", "Ahmed", "Clarke", "Żak", "Begum", "Evans", "Iqbal")
SIMS = (
    "Adno", "UPN", "Legal Surname", "Legal Forename", "Preferred Forename", "DOB", "Sex", "Year", "Reg Group",
    "House", "Date of Admission", "Enrolment Status", "Ethnicity", "First Language", "SEN Status", "FSM",
    "In LEA Care", "Medical Flag", "House Number", "Street", "Town", "Postcode", "Priority", "Relationship",
    "Contact Title", "Contact Forename", "Contact Surname", "Contact Mobile", "Contact Email",
    "Parental Responsibility", "Court Order",
)  # fmt: skip
ARBOR = (
    "Arbor ID", "UPN", "Legal First Name", "Legal Last Name", "Preferred First Name", "Date of birth", "Sex",
    "Year group", "Registration form", "House", "Enrolment date", "Ethnicity", "Native languages",
    "Guardian 1 Name", "Guardian 1 Relationship", "Guardian 1 Mobile", "Guardian 1 Email",
    "Guardian 2 Name", "Guardian 2 Relationship", "Guardian 2 Mobile",
    "Guardian 3 Name", "Guardian 3 Relationship", "Guardian 3 Home phone",
)  # fmt: skip
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Child:
    """One child of the file; every second and third child of four are siblings."""

    n: int

    @property
    def family(self) -> int:
        return self.n - 1 if self.n % 4 == 2 else self.n

    @property
    def forename(self) -> str:
        return FORENAMES[self.n % len(FORENAMES)] + ("" if self.n < 132 else f" {self.n}")

    @property
    def surname(self) -> str:
        return SURNAMES[self.family % len(SURNAMES)]

    @property
    def upn(self) -> str:
        return upn_for(380, 4000 + self.n // 900, 18, self.n % 900)

    @property
    def year(self) -> int:
        return 7 + self.n % 5

    @property
    def born(self) -> date:
        return date(2026 - self.year - 5, 9, 1) + timedelta(days=self.n % 360)

    @property
    def entry(self) -> date:
        return date(2026 - (self.year - 7), 9, 1)

    @property
    def mobile(self) -> str:
        return f"07700 9{self.family:05d}"

    def contact_names(self) -> tuple[tuple[str, str, str], ...]:
        """Title, forename and surname of two contacts, and of a third for every other family."""
        two = (("Mrs", "Mary", self.surname), ("Mr", "John", self.surname))
        return (*two, ("Ms", "Nana", "Carer")) if self.family % 2 else two


def sims(children: Iterable[int]) -> list[Row]:
    """One row for each contact of each pupil, dates day first."""
    return [row for n in children for row in _sims_rows(Child(n))]


def arbor(children: Iterable[int]) -> list[Row]:
    """One row for each pupil, contacts in columns, ISO dates."""
    return [_arbor_row(Child(n)) for n in children]


def as_csv(rows: Iterable[Mapping[str, str]], headers: Iterable[str], *, encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, tuple(headers), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def sims_csv(children: Iterable[int], *, encoding: str = "utf-8-sig") -> bytes:
    return as_csv(sims(children), SIMS, encoding=encoding)


def arbor_csv(children: Iterable[int]) -> bytes:
    return as_csv(arbor(children), ARBOR)


def _sims_rows(child: Child) -> list[Row]:
    pupil = {
        "Adno": f"{child.n:06d}",
        "UPN": child.upn,
        "Legal Surname": child.surname,
        "Legal Forename": child.forename,
        "Preferred Forename": child.forename,
        "DOB": f"{child.born:%d/%m/%Y}",
        "Sex": "F" if child.n % 2 else "M",
        "Year": f"Year  {child.year}",
        "Reg Group": f"{child.year}{'ABCDEF'[child.n % 6]}",
        "House": ("Austen", "Brunel", "Curie", "Darwin")[child.n % 4],
        "Date of Admission": f"{child.entry:%d/%m/%Y}",
        "Enrolment Status": "Current - single registration at this school",
        "Ethnicity": "White - British",
        "First Language": "English",
        "SEN Status": "KEN"[child.n % 3],
        "FSM": "T" if child.n % 4 == 0 else "F",
        "In LEA Care": "F",
        "Medical Flag": "F",
        "House Number": str(child.family % 90 + 1),
        "Street": "Mill Lane",
        "Town": "Bradford",
        "Postcode": "BD1 1AA",
    }
    return [
        {
            **pupil,
            "Priority": str(place),
            "Relationship": ("Mother", "Father", "Carer")[place - 1],
            "Contact Title": title,
            "Contact Forename": forename,
            "Contact Surname": surname,
            "Contact Mobile": child.mobile[:-1] + str((int(child.mobile[-1]) + place) % 10),
            "Contact Email": f"{forename}.{child.family}@example.org".casefold(),
            "Parental Responsibility": "Y" if place < 3 else "N",
            "Court Order": "N",
        }
        for place, (title, forename, surname) in enumerate(child.contact_names(), start=1)
    ]


def _arbor_row(child: Child) -> Row:
    row = {
        "Arbor ID": str(70000 + child.n),
        "UPN": child.upn,
        "Legal First Name": child.forename,
        "Legal Last Name": child.surname,
        "Preferred First Name": child.forename,
        "Date of birth": child.born.isoformat(),
        "Sex": "Female" if child.n % 2 else "Male",
        "Year group": f"Year {child.year}",
        "Registration form": f"{child.year}{'ABCDEF'[child.n % 6]}",
        "House": ("Austen", "Brunel", "Curie", "Darwin")[child.n % 4],
        "Enrolment date": child.entry.isoformat(),
        "Ethnicity": "White British",
        "Native languages": "English",
    }
    for place, (title, forename, surname) in enumerate(child.contact_names(), start=1):
        row[f"Guardian {place} Name"] = f"{title} {forename} {surname}"
        row[f"Guardian {place} Relationship"] = ("Mother", "Father", "Carer")[place - 1]
        number = child.mobile[:-1] + str((int(child.mobile[-1]) + place) % 10)
        row[f"Guardian {place} {'Home phone' if place == 3 else 'Mobile'}"] = number
    row["Guardian 1 Email"] = f"mary.{child.family}@example.org"
    return row
