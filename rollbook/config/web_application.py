"""What granian serves: the door, while the engine's kernels are made ready behind it."""

from rollbook.config.warming import warm_in_background
from rollbook.config.wsgi import application

__all__ = ["application"]

warm_in_background()
