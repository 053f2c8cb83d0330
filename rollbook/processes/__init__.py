"""The statutory and the school's own processes, a folder for each (docs/how-to/add-a-process.md).

`PROCESSES` names them in the order in which the office reads them. Each folder has a `definition` (pure: its steps,
clocks, facts and outcomes), its letters, examples, and, where a step does more than record, what it does.
"""

PROCESSES: tuple[str, ...] = (
    "attendance_concern",
    "punctuality",
    "internal_referral",
    "attendance_contract",
    "ebsa_plan",
    "reintegration",
    "home_visit_request",
    "leave_request",
    "notice_to_improve",
    "penalty_notice",
    "prosecution",
    "early_help",
    "welfare_referral",
    "new_pupil_return",
    "ten_day_return",
    "sickness_return",
    "missing_education",
    "missing_out",
    "home_education",
    "deletion",
)
