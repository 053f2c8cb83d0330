"""What the school systems call the columns of a pupil: the words of SIMS, Arbor, Bromcom and people.

Headers are compared by letters and digits only, so LegalFirstName, “Legal first name” and legal_first_name are one."""

from __future__ import annotations

import re

WORDS: dict[str, tuple[str, ...]] = {
    "upn": ("UPN", "Unique Pupil Number", "Pupil UPN", "Permanent UPN", "UPN Number", "Current UPN"),
    "former_upn": ("Former UPN", "Previous UPN", "FormerUPN Number"),
    "mis_id": (
        "MIS ID", "Arbor ID", "Arbor Student ID", "Student ID", "Pupil ID", "Person ID", "SIMS ID",
        "Bromcom ID", "External ID", "Internal ID", "MISID", "System ID", "Wonde ID", "Student MIS ID",
        "Learner ID", "Unique ID", "Bromcom Student ID", "Student Person ID", "ID",
    ),
    "admission_number": (
        "Admission Number", "Adno", "Adm No", "Admission No", "Admissions Number", "Adm Number", "Admin Number",
        "Admissionno", "Admission Num", "Roll Number", "School Admission Number", "Adm No.",
    ),
    "legal_forename": (
        "Legal Forename", "Legal First Name", "Forename", "First Name", "Given Name", "Legal Given Name",
        "Legal Name First", "Forename(s)", "Legal Forename(s)", "Legal Forenames", "First Names", "Forenames",
    ),
    "legal_surname": (
        "Legal Surname", "Legal Last Name", "Surname", "Last Name", "Family Name", "Legal Family Name",
        "Legal Second Name",
    ),
    "middle_names": (
        "Middle Name", "Middle Name(s)", "Middle Names", "Legal Middle Name", "Legal Middle Names",
        "Middle Initial",
    ),
    "preferred_forename": (
        "Preferred Forename", "Preferred First Name", "Chosen Name", "Known As", "Chosen Forename",
        "Chosen First Name", "Preferred Given Name", "Preferred Name", "Preferred Forename(s)",
        "Known As Forename",
    ),
    "preferred_surname": (
        "Preferred Surname", "Preferred Last Name", "Preferred Family Name", "Chosen Surname",
        "Chosen Last Name", "Known As Surname",
    ),
    "full_name": (
        "Name", "Full Name", "Legal Name", "Legal Full Name", "Student Name", "Pupil Name", "Student", "Pupil",
    ),
    "preferred_full_name": ("Preferred Full Name", "Chosen Full Name"),
    "born": ("DOB", "Date of Birth", "Birth Date", "Born", "D.O.B.", "Birthday", "Birthdate"),
    "sex": ("Sex", "Legal Sex", "Gender", "Legal Gender", "Sex (Legal)", "Sex at birth", "M/F"),
    "year": (
        "Year", "NC Year", "Year Group", "Yr", "NC Year Actual", "National Curriculum Year", "Year taught in",
        "Yr Group", "Year Grp", "Curriculum Year", "NCY", "NC Year Group", "NC Year (Actual)",
        "Current NC Year", "Actual NC Year", "Course Year", "Current Year Group", "YearGroupName",
    ),
    "registration_group": (
        "Reg", "Reg Group", "Registration Group", "Tutor Group", "Class", "Registration Form", "Form",
        "Form Group", "Reg Grp", "Tutor", "Registration", "Reg Form", "Form Class", "Tutor Grp",
        "Registration Class", "TG", "RegGroupName", "Tutor Group Name", "Registration Form Name",
        "Current Registration Form", "Main Class", "Class Name",
    ),
    "house": ("House", "House Name", "House Group", "School House", "Houses"),
    "entry_date": (
        "Admission Date", "Date of Admission", "Entry Date", "DOA", "Date of Entry", "Enrolment Date",
        "Start Date", "Joined", "Date Joined", "Enrolment Start Date", "Date of enrolment", "Joining Date",
        "School Start Date", "Date On Roll", "Date Enrolled", "Enrolled Date", "Enrolment Entry Date",
        "On Roll Date",
    ),
    "leaving_date": (
        "Date of Leaving", "Leaving Date", "DOL", "Leave Date", "End Date", "Date Left", "Enrolment End Date",
        "Off Roll Date", "Date Off Roll", "School Leaving Date", "Left",
    ),
    "leaving_reason": (
        "Reason for Leaving", "Leaving Reason", "Unenrolment Reason", "Removal Grounds", "Reason Left",
    ),
    "enrolment_status": (
        "Enrolment Status", "Enrollment Status", "Enrol Status", "Registration Status", "Enrolment Mode",
        "Roll Status", "Enrolment Type",
    ),
    "boarder": ("Boarder", "Boarder Status", "Boarding Status", "Boarder Type", "Is Boarder"),
    "ethnicity": ("Ethnicity", "Ethnicity Code", "Ethnic Origin", "Ethnic Group", "Ethnicity Description"),
    "language": (
        "First Language", "Home Language", "Language", "Mother Tongue", "Language Code", "Native Language",
        "Main Language", "Native Languages", "First Language Code", "FirstLanguage Description",
        "Native/First Language", "Language (First)",
    ),
    "eal": (
        "EAL", "English as Additional Language", "English as an additional language", "EAL Status", "Is EAL",
        "EAL?",
    ),
    "fsm": (
        "FSM", "FSM Eligible", "Free School Meals", "Eligible for Free Meals", "Free School Meal",
        "FSM Eligibility", "Eligible for FSM", "Free School Meals Eligible", "Currently FSM Eligible",
        "Eligible for Free School Meals", "Free Meals", "FSM Status", "Current FSM",
        "Free School Meal Eligible", "Free Meals Eligibility", "FSM Currently Eligible",
    ),
    "pupil_premium": (
        "Pupil Premium", "PP", "Pupil Premium Indicator", "Pupil Premium Eligible", "Pupil Premium Recipient",
        "Is Pupil Premium", "PP Eligible", "Pupil Premium Status", "Deprivation Pupil Premium",
        "Eligible for Pupil Premium", "Premium",
    ),
    "sen": (
        "SEN", "SEN Status", "SEN Provision", "SEND", "SEND Status", "SEN Provision Code", "SEN Code",
        "SEND Provision", "Special Educational Needs", "SEN Stage", "Current SEN Status", "SEN Level",
        "SEN Status Code", "SEND Code",
    ),
    "looked_after": (
        "In Care", "LAC", "Looked After", "In LEA Care", "In LA Care", "CLA", "Looked After Child",
        "In Local Authority Care", "LA Care", "Is in care", "In Care Status", "LAC Status",
        "Child Looked After", "Currently In Care", "Is Looked After", "In Care Indicator",
    ),
    "child_protection": (
        "Child Protection", "Child Protection Plan", "CP Plan", "CP", "CPP", "On Child Protection Plan",
    ),
    "child_in_need": ("Child in Need", "CIN", "Children in Need", "Is Child in Need", "CIN Status"),
    "young_carer": ("Young Carer", "Is Young Carer", "Young Carer Status", "YC"),
    "service_child": (
        "Service Child", "Service Children", "Parent in Armed Forces", "Service Children Indicator",
        "Service Family", "Forces", "Service Children in Education", "Service Child Indicator",
        "Is Service Child", "Armed Forces",
    ),
    "medical": (
        "Medical Flag", "Medical", "Medical Condition", "Has Medical Condition", "Medical Conditions",
        "Has Medical Conditions",
    ),
}  # fmt: skip

DETAILS: dict[str, tuple[str, ...]] = {
    "mobile": (
        "Mobile", "Mobile Phone", "Mobile Number", "Mobile Telephone", "Mobile No", "Mob", "Cell",
        "Mobile Phone Number", "Telephone Mobile", "Phone Mobile", "Mobile Telephone Number", "SMS",
        "SMS Number", "Mobile Tel", "Primary Mobile", "Text",
    ),
    "home": (
        "Home Phone", "Home Telephone", "Home Number", "Home Tel", "Telephone Home", "Phone Home",
        "Home Phone Number", "Landline", "Home Telephone Number", "Home", "Day Telephone", "Home Tel No",
        "Evening Telephone", "House Phone",
    ),
    "work": (
        "Work Phone", "Work Telephone", "Work Number", "Work Tel", "Telephone Work", "Phone Work",
        "Work Phone Number", "Work", "Work Telephone Number", "Business Phone", "Daytime Phone", "Work Tel No",
        "Daytime Telephone",
    ),
    "phone": (
        "Telephone", "Phone", "Telephone Number", "Phone Number", "Tel", "Tel No", "Telephone No",
        "Contact Number", "Main Telephone", "Main Phone", "Primary Phone", "Primary Telephone", "Number",
        "Other Phone", "Telephones", "Phone Numbers", "Contact No", "Alternative Phone", "Primary Phone Number",
        "Default Phone", "Default Telephone Number", "Telephone Numbers",
    ),
    "email": (
        "Email", "E-mail", "Email Address", "Main Email", "Primary Email", "Home Email", "Personal Email",
        "Main Email Address", "Primary Email Address", "Email Home", "Default Email", "Email Primary",
        "Default Email Address", "Work Email", "Email Work", "School Email", "Email Addresses", "Student Email",
    ),
    "address": (
        "Address", "Full Address", "Address Block", "Home Address", "Main Address", "Postal Address",
        "Current Address", "Address Full", "Address (single line)", "Address Single Line", "Addressee Address",
        "Primary Address", "Full Home Address",
    ),
    "address1": ("Address 1", "Address Line 1", "AddressLine1", "Addr 1", "Home Address 1", "Home Address Line 1"),
    "address2": ("Address 2", "Address Line 2", "Addr 2", "Home Address 2", "Home Address Line 2"),
    "address3": ("Address 3", "Address Line 3", "Addr 3", "Home Address 3", "Home Address Line 3"),
    "address4": ("Address 4", "Address Line 4", "Addr 4", "Home Address 4", "Home Address Line 4"),
    "address5": ("Address 5", "Address Line 5", "Addr 5", "Home Address 5", "Home Address Line 5"),
    "flat": ("Apartment", "Flat", "Apartment Number", "Flat Number", "SAON", "Apt", "Sub Building"),
    "house_name": ("Building Name", "Address House Name", "Property Name"),
    "house_number": (
        "House Number", "House No", "PAON", "Building Number", "House Number or Name", "House",
        "Property Number",
    ),
    "street": ("Street", "Road", "Street Name", "Address Street"),
    "locality": ("Locality", "District", "Village", "Area"),
    "town": ("Town", "City", "Town/City", "Post Town", "Town or City", "City/Town"),
    "county": ("County", "Administrative Area", "Region", "Admin Area"),
    "postcode": (
        "Postcode", "Post Code", "Zip", "Home Postcode", "Address Postcode", "Main Postcode",
        "Current Postcode", "PostalCode",
    ),
}  # fmt: skip

ABOUT_PUPIL = re.compile(r"^(?:student|pupil|learner|child)s?")
WITHIN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


def key_of(header: str) -> str:
    """A header reduced to its letters and digits in small letters."""
    return re.sub(r"[^a-z0-9]", "", header.casefold())


PUPIL_FIELDS = {key_of(word): field for field, words in WORDS.items() for word in words}
DETAIL_FIELDS = {key_of(word): field for field, words in DETAILS.items() for word in words}


def pupil_field(header: str) -> str | None:
    """The pupil's field that a header names, tried whole, without “student”, and without its brackets."""
    return _first(header, PUPIL_FIELDS)


def detail_field(header: str) -> str | None:
    """The phone, e-mail or address part that a header names, of whomever it is."""
    return _first(header, DETAIL_FIELDS)


def _first(header: str, fields: dict[str, str]) -> str | None:
    for form in (header, WITHIN_BRACKETS.sub("", header)):
        key = key_of(form)
        found = fields.get(key) or fields.get(ABOUT_PUPIL.sub("", key))
        if found:
            return found
    return None
