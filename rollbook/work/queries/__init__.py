"""What others may ask about work, by subject; answers are frozen values."""

from rollbook.work.queries.standing_in import StandingIn, standing_in
from rollbook.work.queries.tasks import TaskLine, tasks_for

__all__ = ["StandingIn", "TaskLine", "standing_in", "tasks_for"]
