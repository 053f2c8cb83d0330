"""Lists of pupils as SIMS, Arbor and Bromcom export them, and as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.formats.problems import Severity
from rollbook.formats.pupil_rows import PupilFile, PupilRow, read_pupils
from rollbook.formats.refusals import FileRefused
from tests.formats.files import a_upn, csv_of, ods_of, xlsx_of

SIMS = (
    "Adno", "UPN", "Legal Surname", "Legal Forename", "Middle Name(s)", "Preferred Surname", "Chosen name", "Reg",
    "Year", "House",
    "DOB", "Gender", "Date of Admission", "Enrolment Status", "Eligible for free meals", "SEN Status", "In LEA Care",
    "Contact 1 Name", "Contact 1 Relationship", "Contact 1 Mobile", "Contact 1 Parental Responsibility",
    "Contact 2 Surname",
    "Contact 2 Forename", "Contact 2 Home Telephone", "Contact 2 Email", "House Number", "Street", "Town", "Postcode",
)  # fmt: skip
AMINA = (
    "001234", a_upn(1), "O'Neill-Smith", "Zoë", "Ann", "", "Zo", "7A", "Year  7", "Red", "03/09/2014", "F",
    "01/09/2025",
    "Current - Single Registration", "T", "K", "F", "Mrs Ann O'Neill", "Mother", "07700 900123", "Yes", "Smith", "Bob",
    "(01632) 960001", "bob@example.org", "12", "High Street", "Leeds", "ls11aa",
)  # fmt: skip


def pupils(*rows: tuple[str, ...], name: str = "list.csv") -> PupilFile:
    return read_pupils(name, csv_of(*rows))


def only(file: PupilFile) -> PupilRow:
    assert [problem.says for problem in file.problems] == []
    (pupil,) = file.pupils
    return pupil


def test_a_sims_report_with_contacts_in_columns() -> None:
    file = pupils(("Springfield School",), ("Pupils and contacts", "07/09/2026"), SIMS, AMINA)
    pupil = only(file)
    assert (file.source, file.unrecognised, pupil.rows) == ("SIMS", (), (4,))
    assert (pupil.upn, pupil.admission_number, pupil.mis_id) == (a_upn(1), "001234", None)
    assert (pupil.legal_forename, pupil.legal_surname, pupil.middle_names) == ("Zoë", "O'Neill-Smith", "Ann")
    assert (pupil.preferred_forename, pupil.preferred_surname) == ("Zo", None)
    assert (pupil.born, pupil.entry_date, pupil.sex) == (date(2014, 9, 3), date(2025, 9, 1), "F")
    assert (pupil.year, pupil.registration_group, pupil.house) == ("7", "7A", "Red")
    assert (pupil.enrolment_status, pupil.fsm, pupil.sen, pupil.looked_after) == ("C", True, "K", False)
    assert (pupil.address, pupil.postcode) == (("12 High Street", "Leeds"), "LS1 1AA")
    assert pupil.pupil_premium is None
    assert pupil.contacts is not None
    mother, father = pupil.contacts
    assert (mother.priority, mother.title, mother.forename, mother.surname) == (1, "Mrs", "Ann", "O'Neill")
    assert (mother.relationship, mother.parental_responsibility, mother.lives_with_pupil) == ("Mother", True, None)
    assert [(phone.kind, phone.number) for phone in mother.phones] == [("mobile", "+447700900123")]
    assert (father.priority, father.surname, father.email) == (2, "Smith", "bob@example.org")


def test_an_arbor_report_with_guardians() -> None:
    headers = (
        "Arbor Student ID", "Legal First Name", "Legal Last Name", "Preferred First Name", "Date of Birth", "Legal Sex",
        "Registration Form", "Year Group", "UPN", "Pupil Premium Recipient?", "Primary Guardian: Full name",
        "Primary Guardian: Mobile number", "Guardian 2 First Name", "Guardian 2 Last Name",
        "Guardian 2 Is Legal Guardian?",
        "Guardian 2 Address", "Student Email Address",
    )  # fmt: skip
    row = (
        "12", "Amy", "Jones", "", "2015-01-02", "Female", "6X", "Year 6", a_upn(2), "Yes", "Mr Tom Jones", "7700900124",
        "Jo", "Ray", "No", "1 Low Road, York, YO1 1AA", "amy@example.org",
    )  # fmt: skip
    file = pupils(headers, row)
    pupil = only(file)
    assert (file.source, file.unrecognised) == ("Arbor", ())
    assert (pupil.mis_id, pupil.born, pupil.year, pupil.email) == ("12", date(2015, 1, 2), "6", "amy@example.org")
    assert pupil.pupil_premium is True
    assert pupil.contacts is not None
    tom, jo = pupil.contacts
    assert (tom.surname, tom.phones[0].number) == ("Jones", "+447700900124")
    assert (jo.parental_responsibility, jo.address, jo.postcode) == (False, ("1 Low Road", "York"), "YO1 1AA")


BROMCOM = (
    "StudentID", "UPN", "LegalFirstName", "LegalLastName", "TutorGroup", "YearGroup", "DateOfBirth", "ContactPriority",
    "ContactTitle", "ContactFirstName", "ContactLastName", "Relationship", "Mobile", "HomePhone", "Email",
    "ParentalResponsibility",
    "CourtOrder", "LivesWith",
)  # fmt: skip
AL = ("5", a_upn(3), "Al", "Gray", "9Z", "9", "12 Mar 2012")


def test_a_bromcom_list_with_a_row_for_each_contact_is_joined_and_put_in_order() -> None:
    file = pupils(
        BROMCOM,
        (*AL, "2", "Mr", "Jo", "Gray", "Father", "07700900200", "", "", "Y", "Y", "N"),
        (*AL, "1", "Mrs", "Di", "Gray", "Mother", "07700900201", "01632960002", "di@example.org", "Y", "N", "Y"),
        ("", "", "", "", "", "", "", "3", "Ms", "Ed", "Lee", "Aunt", "07700900201", "", "", "", "", ""),
    )
    pupil = only(file)
    assert (file.source, pupil.rows, pupil.email, pupil.phones) == ("Bromcom", (2, 3, 4), None, ())
    assert pupil.contacts is not None
    assert [(c.priority, c.forename, c.rows) for c in pupil.contacts] == [
        (1, "Di", (3,)),
        (2, "Jo", (2,)),
        (3, "Ed", (4,)),
    ]
    assert (pupil.contacts[0].lives_with_pupil, pupil.contacts[1].court_order) == (True, True)
    assert pupil.contacts[2].parental_responsibility is None


def test_the_canonical_columns_are_all_known() -> None:
    canonical = (
        "UPN; MIS ID; Admission Number; Legal Surname; Legal Forename; Middle Name(s); Preferred Surname; "
        "Preferred Forename; DOB; Sex; Year; Reg; House; Admission Date; Date of Leaving; Enrolment Status; "
        "Ethnicity; First Language; FSM Eligible; Pupil Premium; SEN Status; In Care; Address; Postcode; "
        "Contact Priority; Contact Title; Contact Forename; Contact Surname; Relationship; Parental "
        "Responsibility; Mobile; Home Phone; Work Phone; Email"
    )
    file = pupils(tuple(canonical.split("; ")), (a_upn(4), *[""] * 33))
    assert file.unrecognised == ()
    of_pupil = {column.field for column in file.columns if column.contact is None}
    assert {"address", "postcode", "leaving_date", "looked_after"} <= of_pupil
    assert {c.field for c in file.columns if c.contact == 0} >= {
        "surname",
        "mobile",
        "home",
        "work",
        "email",
        "priority",
    }


@pytest.mark.parametrize(
    ("header", "value", "field", "expected"),
    [
        ("student_date-of BIRTH", "1/9/14", "born", date(2014, 9, 1)), ("NC Year (Actual)", "Reception", "year", "R"),
        ("Tutor Group", "Maple", "registration_group", "Maple"), ("Class", "R1", "registration_group", "R1"),
        ("Boarder Status", "Not a boarder", "boarder", "N"), ("EAL?", "Y", "eal", True),
        ("Known as", "Bo", "preferred_forename", "Bo"),
        ("Service Child", "N", "service_child", False), ("Young Carer", "Y", "young_carer", True),
        ("Medical flag", "1", "medical", True),
        ("Ethnicity", "WBRI", "ethnicity", "WBRI"), ("Home Language", "ENG", "language", "ENG"),
        ("Date Left", "", "leaving_date", None),
        ("Reason for leaving", "PM", "leaving_reason", "PM"), ("Former UPN", a_upn(9), "former_upn", a_upn(9)),
    ],
)  # fmt: skip
def test_a_column_by_any_of_its_names(header: str, value: str, field: str, expected: object) -> None:
    pupil = only(pupils(("UPN", "Surname", "Forename", header), (a_upn(5), "Lee", "Bo", value)))
    assert getattr(pupil, field) == expected


def test_mothers_and_fathers_named_in_headings_become_contacts() -> None:
    headers = (
        "UPN",
        "Surname",
        "Forename",
        "Mother Name",
        "Mother Mobile",
        "Father's name",
        "Emergency Contact 1 Name",
    )
    pupil = only(pupils(headers, (a_upn(6), "Lee", "Bo", "Mrs Jo Lee", "07700900300", "", "Gran Lee")))
    assert pupil.contacts is not None
    assert [(c.relationship, c.forename, c.surname) for c in pupil.contacts] == [
        (None, "Gran", "Lee"),
        ("Mother", "Jo", "Lee"),
    ]


def test_repeated_names_in_a_list_of_contacts_are_the_contacts() -> None:
    headers = ("UPN", "Surname", "Forename", "Priority", "Title", "Surname", "Forename", "Mobile")
    pupil = only(pupils(headers, (a_upn(7), "Lee", "Bo", "1", "Mr", "Ng", "Al", "07700900301")))
    assert pupil.contacts is not None
    assert (pupil.legal_surname, pupil.contacts[0].surname, pupil.contacts[0].title) == ("Lee", "Ng", "Mr")


def test_one_person_with_two_numbers_in_two_rows_is_one_contact() -> None:
    both = ("1", "Mrs", "Di", "Gray", "Mother")
    rest = ("", "", "", "", "")
    pupil = only(pupils(BROMCOM, (*AL, *both, "07700900201", *rest), (*AL, *both, "07700900202", *rest)))
    assert pupil.contacts is not None
    assert [phone.number for phone in pupil.contacts[0].phones] == ["+447700900201", "+447700900202"]


def test_bad_rows_are_left_out_and_named_and_the_good_ones_stay() -> None:
    wrong_letter = ("B" if a_upn(11)[0] != "B" else "C") + a_upn(11)[1:]
    file = pupils(
        ("UPN", "Surname", "Forename", "DOB", "Date of admission", "Date of leaving"),
        (a_upn(10), "Good", "One", "01/09/2014", "01/09/2025", ""),
        (wrong_letter, "Bad", "Letter", "01/09/2014", "", ""),
        (a_upn(12), "Bad", "Date", "31/02/2014", "", ""),
        (a_upn(13), "Bad\x07", "Name", "01/09/2014", "", ""),
        (a_upn(14), "Left", "Early", "01/09/2014", "01/09/2025", "01/09/2024"),
        ("", "", "Nameless", "01/09/2014", "", ""),
        (a_upn(15), "Good", "Two", "01/09/2014", "", ""),
    )
    assert [pupil.legal_forename for pupil in file.pupils] == ["One", "Two"]
    assert [(p.row, p.column, p.severity) for p in file.problems] == [
        (3, "UPN", Severity.ERROR), (4, "DOB", Severity.ERROR), (5, "Surname", Severity.ERROR),
        (6, "Date of leaving", Severity.ERROR), (7, "Surname", Severity.ERROR),
    ]  # fmt: skip
    assert "is not a valid UPN" in file.problems[0].says


def test_values_that_matter_less_are_left_out_with_a_warning() -> None:
    file = pupils(
        (
            "UPN",
            "Surname",
            "Forename",
            "Year",
            "FSM",
            "Email",
            "Contact 1 Name",
            "Contact 1 Mobile",
            "Contact 2 Mobile",
        ),
        (a_upn(10), "Lee", "Bo", "Maple", "perhaps", "nobody", "Jo Lee", "ask gran", "07700900400"),
    )
    (pupil,) = file.pupils
    assert (pupil.year, pupil.fsm, pupil.email) == (None, None, None)
    assert pupil.contacts is not None
    assert (pupil.contacts[0].phones[0].number, pupil.contacts[0].phones[0].valid) == ("ask gran", False)
    assert {(p.column, p.severity) for p in file.problems} == {
        (column, Severity.WARNING) for column in ("Year", "FSM", "Email", "Contact 1 Mobile", "full name")
    }


def test_two_children_with_one_upn_are_an_error_and_one_child_twice_is_joined() -> None:
    file = pupils(
        ("UPN", "Surname", "Forename", "DOB", "House"),
        (a_upn(20), "Lee", "Bo", "01/09/2014", "Red"),
        (a_upn(20), "Khan", "Ali", "02/03/2013", "Red"),
        (a_upn(20), "Lee", "Bo", "01/09/2014", "Blue"),
    )
    (pupil,) = file.pupils
    assert (pupil.rows, pupil.house) == ((2, 4), "Red")
    assert [(p.row, p.severity) for p in file.problems] == [(3, Severity.ERROR), (4, Severity.WARNING)]


def test_twins_without_ids_are_two_pupils() -> None:
    file = pupils(("Surname", "Forename", "DOB"), ("Lee", "Bo", "01/09/2014"), ("Lee", "Jo", "01/09/2014"))
    assert len(file.pupils) == 2


def test_what_a_file_does_not_say_is_none_and_not_blank() -> None:
    pupil = only(pupils(("UPN", "Surname", "Forename", "House"), (a_upn(1), "Lee", "Bo", "")))
    assert (pupil.house, pupil.born, pupil.fsm, pupil.address, pupil.contacts) == (None, None, None, None, None)


@pytest.mark.parametrize(
    "surname", ["محمد الأمين", "N" * 200, "O’Brien-ap-Rhys", "X", '=HYPERLINK("http://x","y")', "Łukasz"]
)
def test_names_survive_every_kind_of_file(surname: str) -> None:
    rows = (("UPN", "Surname", "Forename"), (a_upn(1), surname, "Bo"))
    for name, data in (("a.csv", csv_of(*rows)), ("a.xlsx", xlsx_of(*rows)), ("a.ods", ods_of(*rows))):
        assert only(read_pupils(name, data)).legal_surname == surname


def test_excel_dates_and_numbers() -> None:
    data = xlsx_of(
        ("UPN", "Surname", "Forename", "DOB", "Year", "Adno"), (a_upn(1), "Lee", "Bo", date(2014, 9, 1), 7, 1234.0)
    )
    pupil = only(read_pupils("a.xlsx", data))
    assert (pupil.born, pupil.year, pupil.admission_number) == (date(2014, 9, 1), "7", "1234")


@pytest.mark.parametrize(
    ("rows", "says"),
    [((("Book", "Price"), ("A", "1")), "not a list of pupils"), ((("UPN", "Surname"),), "no pupils below")],
)
def test_other_lists_are_refused(rows: tuple[tuple[str, ...], ...], says: str) -> None:
    with pytest.raises(FileRefused) as refused:
        pupils(*rows)
    assert says in refused.value.says
