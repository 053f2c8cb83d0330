"""Reading is rare and starting is not: heavy libraries wait until a file comes."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
import rollbook.formats.mark_rows, rollbook.formats.oneroster, rollbook.formats.pupil_rows
print(sorted({"phonenumbers", "python_calamine", "django"} & set(sys.modules)))
"""


def test_importing_the_readers_loads_neither_heavy_libraries_nor_django() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
