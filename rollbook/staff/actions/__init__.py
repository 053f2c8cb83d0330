"""What is done to accounts and roles: each a verb by an actor."""

from rollbook.staff.actions.accounts import NewPassword, change_account, create_account, reset_password, set_theme
from rollbook.staff.actions.roles import assign_role, end_role

__all__ = [
    "NewPassword",
    "assign_role",
    "change_account",
    "create_account",
    "end_role",
    "reset_password",
    "set_theme",
]
