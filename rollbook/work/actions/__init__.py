"""What may be done about work, by subject."""

from rollbook.work.actions.tasks import finish_from, finish_task, make_task, take_over

__all__ = ["finish_from", "finish_task", "make_task", "take_over"]
