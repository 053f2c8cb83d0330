"""Everything that the house can announce, found in the parts' `events.py` files."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from django.apps import apps

from rollbook.audit.events import Event


def every_event() -> tuple[type[Event], ...]:
    """All events that any part of the house declares, by name."""
    found = {cls for module in _event_modules() for cls in vars(module).values() if _is_event_of(module, cls)}
    return tuple(sorted(found, key=lambda cls: (cls.__module__, cls.__name__)))


def _event_modules() -> Iterator[ModuleType]:
    """`events.py` of each part, and what it keeps beside it by subject: `outing_events.py`."""
    for part in apps.get_app_configs():
        if not part.name.startswith("rollbook."):
            continue
        for found in pkgutil.iter_modules([part.path], f"{part.name}."):
            if not found.name.endswith("events"):
                continue
            module = importlib.import_module(found.name)
            yield module
            for inner in pkgutil.iter_modules(getattr(module, "__path__", []), f"{found.name}."):
                yield importlib.import_module(inner.name)


def _is_event_of(module: ModuleType, cls: object) -> bool:
    """Declared in that module, and with a verb: those without are what its events have in common."""
    return (
        inspect.isclass(cls)
        and issubclass(cls, Event)
        and cls.__module__ == module.__name__
        and getattr(cls, "verb", None) is not None
    )
