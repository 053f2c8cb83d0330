"""Who may do what: one table from roles to permissions.

`docs/permissions.md` is generated from it; the verbs and the screens ask it and nothing else.
"""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing a person may do or see, named on the verb that does it."""

    SEE_TODAY = "see-today"
    SEE_BOARD = "see-board"
    SEE_STAFF_LATENESS = "see-staff-lateness"
    CHASE_REGISTERS = "chase-registers"
    TAKE_OWN_REGISTERS = "take-own-registers"
    TAKE_ANY_REGISTER = "take-any-register"
    AMEND_MARKS = "amend-marks"
    SEE_OWN_PUPILS = "see-own-pupils"
    SEE_ALL_PUPILS = "see-all-pupils"
    SEE_CONTACTS = "see-contacts"
    SEE_REASONS = "see-reasons"
    SEE_FLAGS = "see-flags"
    SEE_WATCH_LISTS = "see-watch-lists"
    SEE_NEEDS = "see-needs"
    EDIT_NEEDS = "edit-needs"
    EDIT_PUPILS = "edit-pupils"
    IMPORT_DATA = "import-data"
    SET_UP_SCHOOL = "set-up-school"
    SET_COVER = "set-cover"
    MANAGE_STAFF = "manage-staff"
    GIVE_ANY_ROLE = "give-any-role"
    PRINT_DOCUMENTS = "print-documents"
    SEE_RECORD = "see-record"
    SEE_TRUST = "see-trust"
    RUN_FRONT_DESK = "run-front-desk"
    SIGN_IN_AT_KIOSK = "sign-in-at-kiosk"
    CONFIRM_BY_LINK = "confirm-by-link"
    REPORT_AS_PARENT = "report-as-parent"
    SEE_ON_SITE = "see-on-site"
    TICK_EMERGENCY_LIST = "tick-emergency-list"
    REPORT_MISSING = "report-missing"
    WATCH_MISSING = "watch-missing"
    TAKE_CLUB_ROLLS = "take-club-rolls"
    TAKE_BOARDING_ROLLS = "take-boarding-rolls"
    SEND_MESSAGES = "send-messages"
    HAND_OVER_MESSAGES = "hand-over-messages"
    MAKE_SUPPLY_ACCOUNTS = "make-supply-accounts"
    WRITE_POLICE_MESSAGES = "write-police-messages"
    SEE_POLICE_MESSAGES = "see-police-messages"
    REQUEST_VISITS = "request-visits"
    PLAN_VISITS = "plan-visits"
    MAKE_VISITS = "make-visits"
    SEE_VISIT_RISKS = "see-visit-risks"
    HAVE_TASKS = "have-tasks"
    LOG_QUESTIONS = "log-questions"
    FOLLOW_UP_LATENESS = "follow-up-lateness"
    TAKE_REPORTS = "take-reports"
    FILE_REPORTS = "file-reports"
    HOLD_CONTACT = "hold-contact"
    HOLD_MEETINGS = "hold-meetings"
    MAKE_BUNDLES = "make-bundles"
    DECIDE_LEAVE = "decide-leave"
    CHECK_JOURNEYS = "check-journeys"
    SEE_CASES = "see-cases"
    WORK_CASES = "work-cases"
    SEE_REPORTS = "see-reports"
    SHARE_REPORTS = "share-reports"
    GIVE_AWARDS = "give-awards"


class Role(StrEnum):
    """A post in the school or trust, as staff would name it."""

    ATTENDANCE_ADMINISTRATOR = "attendance-administrator"
    ATTENDANCE_MANAGER = "attendance-manager"
    HEAD = "head"
    SENIOR_LEADER = "senior-leader"
    HEAD_OF_YEAR = "head-of-year"
    TUTOR = "tutor"
    TEACHER = "teacher"
    COVER = "cover"
    SUPPLY = "supply"
    RECEPTION = "reception"
    DSL = "dsl"
    SENCO = "senco"
    ADMISSIONS = "admissions"
    DATA_MANAGER = "data-manager"
    TRUST = "trust"
    AUDITOR = "auditor"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        return TITLES[self]


TITLES: dict[Role, str] = {
    Role.ATTENDANCE_ADMINISTRATOR: "Attendance administrator",
    Role.ATTENDANCE_MANAGER: "Attendance manager",
    Role.HEAD: "Headteacher",
    Role.SENIOR_LEADER: "Senior leader",
    Role.HEAD_OF_YEAR: "Head of year",
    Role.TUTOR: "Form tutor",
    Role.TEACHER: "Teacher",
    Role.COVER: "Cover and on-call",
    Role.SUPPLY: "Supply teacher, one day",
    Role.RECEPTION: "Reception",
    Role.DSL: "Designated safeguarding lead",
    Role.SENCO: "SENCo",
    Role.ADMISSIONS: "Admissions officer",
    Role.DATA_MANAGER: "Data manager",
    Role.TRUST: "Trust officer",
    Role.AUDITOR: "Auditor",
    Role.SYSTEM: "Rollbook",
}

_P = Permission
_AT_WORK = frozenset({_P.HAVE_TASKS})
_IN_A_ROOM = _AT_WORK | frozenset(
    {_P.TICK_EMERGENCY_LIST, _P.REPORT_MISSING, _P.TAKE_CLUB_ROLLS, _P.TAKE_BOARDING_ROLLS}
)
_ON_CALL = _IN_A_ROOM | {_P.SEE_ON_SITE, _P.WATCH_MISSING}
_TEACHING = _IN_A_ROOM | {_P.TAKE_OWN_REGISTERS, _P.SEE_OWN_PUPILS, _P.TAKE_REPORTS}
_CASES = frozenset({_P.SEE_CASES, _P.WORK_CASES})
_VISITS = frozenset({_P.REQUEST_VISITS, _P.PLAN_VISITS, _P.MAKE_VISITS})
_ALL_PUPILS = frozenset({_P.SEE_OWN_PUPILS, _P.SEE_ALL_PUPILS})
_OFFICE = (
    _ALL_PUPILS
    | _CASES
    | _VISITS
    | _ON_CALL
    | {
        _P.RUN_FRONT_DESK,
        _P.SEE_TODAY,
        _P.SEE_BOARD,
        _P.SEE_STAFF_LATENESS,
        _P.CHASE_REGISTERS,
        _P.TAKE_OWN_REGISTERS,
        _P.TAKE_ANY_REGISTER,
        _P.AMEND_MARKS,
        _P.SEND_MESSAGES,
        _P.LOG_QUESTIONS,
        _P.FOLLOW_UP_LATENESS,
        _P.HOLD_MEETINGS,
        _P.SEE_CONTACTS,
        _P.SEE_REASONS,
        _P.SEE_FLAGS,
        _P.SEE_NEEDS,
        _P.EDIT_NEEDS,
        _P.PRINT_DOCUMENTS,
        _P.SEE_WATCH_LISTS,
        _P.EDIT_PUPILS,
        _P.SET_COVER,
        _P.MAKE_SUPPLY_ACCOUNTS,
        _P.WRITE_POLICE_MESSAGES,
        _P.TAKE_REPORTS,
        _P.FILE_REPORTS,
        _P.SEE_REPORTS,
        _P.SHARE_REPORTS,
        _P.GIVE_AWARDS,
    }
)
_LEADERS = (
    _ALL_PUPILS
    | _CASES
    | _VISITS
    | _TEACHING
    | _ON_CALL
    | {
        _P.SEE_TODAY,
        _P.SEE_BOARD,
        _P.SEE_STAFF_LATENESS,
        _P.CHASE_REGISTERS,
        _P.SEE_CONTACTS,
        _P.SEE_REASONS,
        _P.SEE_FLAGS,
        _P.SEE_NEEDS,
        _P.PRINT_DOCUMENTS,
        _P.SEE_WATCH_LISTS,
        _P.SEE_RECORD,
        _P.LOG_QUESTIONS,
        _P.FOLLOW_UP_LATENESS,
        _P.HOLD_MEETINGS,
        _P.SET_COVER,
        _P.MAKE_SUPPLY_ACCOUNTS,
        _P.WRITE_POLICE_MESSAGES,
        _P.SEE_REPORTS,
        _P.SHARE_REPORTS,
        _P.GIVE_AWARDS,
    }
)

# RUN-B: the least each post needs for its day, and no more.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ATTENDANCE_ADMINISTRATOR: _OFFICE | {_P.IMPORT_DATA, _P.SET_UP_SCHOOL},
    Role.ATTENDANCE_MANAGER: _OFFICE | {_P.IMPORT_DATA, _P.SET_UP_SCHOOL, _P.SEE_RECORD, _P.MAKE_BUNDLES},
    Role.HEAD: _LEADERS
    | {
        _P.AMEND_MARKS,
        _P.FILE_REPORTS,
        _P.TAKE_ANY_REGISTER,
        _P.SEE_VISIT_RISKS,
        _P.SEE_POLICE_MESSAGES,
        _P.HOLD_CONTACT,
        _P.MANAGE_STAFF,
        _P.GIVE_ANY_ROLE,
        _P.SET_UP_SCHOOL,
        _P.MAKE_BUNDLES,
        _P.DECIDE_LEAVE,
    },
    # LEA-1: of leave, while the person stands in for the head.
    Role.SENIOR_LEADER: _LEADERS | {_P.DECIDE_LEAVE},
    # The pupils of the years that the post names, and of the groups they take; not the whole school.
    Role.HEAD_OF_YEAR: _TEACHING
    | _CASES
    | _ON_CALL
    | {
        _P.REQUEST_VISITS,
        _P.MAKE_VISITS,
        _P.SEE_BOARD,
        _P.CHASE_REGISTERS,
        _P.SEE_CONTACTS,
        _P.SEE_REASONS,
        _P.SEE_NEEDS,
        _P.SEE_WATCH_LISTS,
        _P.LOG_QUESTIONS,
        _P.FOLLOW_UP_LATENESS,
        _P.HOLD_MEETINGS,
        _P.SEE_REPORTS,
        _P.GIVE_AWARDS,
    },
    Role.TUTOR: _TEACHING | {_P.SEE_CONTACTS, _P.SEE_REASONS, _P.SEE_NEEDS, _P.SEE_REPORTS},
    Role.TEACHER: _TEACHING,
    Role.COVER: _ON_CALL
    | {_P.TAKE_ANY_REGISTER, _P.SEE_BOARD, _P.CHASE_REGISTERS, _P.SET_COVER, _P.MAKE_SUPPLY_ACCOUNTS},
    # One day, and only the registers and lessons given as cover: no pupil pages, no lists of names.
    Role.SUPPLY: frozenset({_P.TAKE_OWN_REGISTERS, _P.TICK_EMERGENCY_LIST}),
    Role.RECEPTION: _ALL_PUPILS
    | _ON_CALL
    | {
        _P.SEE_BOARD,
        _P.CHASE_REGISTERS,
        _P.SEE_CONTACTS,
        _P.SEE_NEEDS,
        _P.EDIT_NEEDS,
        _P.RUN_FRONT_DESK,
        _P.TAKE_REPORTS,
        _P.MAKE_SUPPLY_ACCOUNTS,
        _P.WRITE_POLICE_MESSAGES,
    },
    Role.DSL: _LEADERS | {_P.SEE_VISIT_RISKS, _P.SEE_POLICE_MESSAGES, _P.HOLD_CONTACT, _P.CHECK_JOURNEYS},
    Role.SENCO: _TEACHING
    | _CASES
    | _ALL_PUPILS
    | {
        _P.SEE_CONTACTS,
        _P.SEE_FLAGS,
        _P.SEE_NEEDS,
        _P.EDIT_NEEDS,
        _P.SEE_WATCH_LISTS,
        _P.SEE_REASONS,
        _P.LOG_QUESTIONS,
        _P.HOLD_MEETINGS,
        _P.SEE_REPORTS,
    },
    Role.ADMISSIONS: _AT_WORK | _CASES | _ALL_PUPILS | {_P.SEE_CONTACTS, _P.EDIT_PUPILS, _P.IMPORT_DATA},
    Role.DATA_MANAGER: _AT_WORK
    | _ALL_PUPILS
    | {
        _P.SEE_CONTACTS,
        _P.EDIT_PUPILS,
        _P.IMPORT_DATA,
        _P.SET_UP_SCHOOL,
        _P.MANAGE_STAFF,
        _P.SEE_REPORTS,
        _P.SHARE_REPORTS,
    },
    Role.TRUST: frozenset({_P.SEE_TRUST, _P.SEE_WATCH_LISTS, _P.SEE_ALL_PUPILS, _P.SEE_OWN_PUPILS}),
    Role.AUDITOR: frozenset({_P.SEE_RECORD, _P.SEE_BOARD}),
    Role.SYSTEM: frozenset(Permission),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything that a person holding these roles may do."""
    return frozenset(p for role in roles for p in PERMISSIONS[role])


# The posts that whoever manages accounts fills every September.
ORDINARY_POSTS = frozenset({Role.TEACHER, Role.TUTOR, Role.COVER, Role.SUPPLY, Role.RECEPTION})


def may_give(own: frozenset[Permission], role: Role) -> bool:
    """Whether a person with these permissions may give the role, or open the account of somebody who holds it.

    Nobody makes more of another than they are themselves, or managing accounts would reach everything;
    the ordinary posts of a school day are the exception, for they reach only their own pupils or no
    reasons. The head answers for the school and may give any of its roles (RUN-B).
    """
    return role in ORDINARY_POSTS or Permission.GIVE_ANY_ROLE in own or PERMISSIONS[role] <= own
