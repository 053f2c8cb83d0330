"""The commands of `rollbook`, one module each; putting a module here is all it takes.

The command is called as its module (`demo.py` → `rollbook demo`; `import_.py` → `rollbook import`,
`year_end.py` → `rollbook year-end`), and is loaded only when asked for. A module holds:

    the first line of its docstring        what `rollbook --help` says of it
    add_arguments(parser) -> None          its argparse arguments
    run(args) -> int                       does it; the exit status: 0 good, 1 the check failed

Load nothing of Django at the top of the module: call `start_office()` in `run` and import below
it. Raise Refused for bad use or bad input: its sentence goes to stderr and the status is 2. Output
goes through `say`. `config.clock.now()` is the clock, `rules.actor.system_actor` who acts.
"""

from __future__ import annotations

import os
import sys

from rollbook.rules.refused import Refused


def start_office() -> None:
    """Make Django ready with Rollbook's settings; a setting that cannot be used is refused with its sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollbook.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as bad:
        raise Refused(str(bad)) from bad


def say(line: str = "") -> None:
    """One line for the person at the terminal, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
