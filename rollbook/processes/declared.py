"""The declarations in the folders, read without a database."""

from __future__ import annotations

from importlib import import_module

from rollbook.rules.process import AnyProcess


def declared(key: str) -> AnyProcess:
    """The process in the folder of that name."""
    process: AnyProcess = import_module(f"rollbook.processes.{key}.definition").PROCESS
    if process.key != key:
        raise ValueError(f"the process in {key} calls itself {process.key}")
    return process
