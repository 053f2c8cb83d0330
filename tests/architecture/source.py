"""The product's own source, parsed once, for tests that read it instead of running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "rollbook"
FOREIGN = {"node_modules", "__pycache__", "vendor"}


@dataclass(frozen=True, slots=True)
class Source:
    """One module: where it stands below `rollbook`, its dotted name, its parsed text."""

    path: str
    module: str
    tree: ast.Module
    lines: int

    @property
    def part(self) -> str:
        """The part of the house that it belongs to."""
        return self.path.split("/", 1)[0]

    @property
    def kind(self) -> str:
        """What of its part it is: actions, queries, views …; a process may be a part in a folder of its own."""
        return kind_of(self.module)

    def imports(self) -> Iterator[tuple[ast.stmt, str]]:
        """Every module that this one imports, wherever the statement stands."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom):
                yield node, node.module or ""
            elif isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)

    def at(self, node: ast.AST) -> str:
        return f"rollbook/{self.path}:{getattr(node, 'lineno', 0)}"


def kind_of(module: str) -> str:
    """The file name that a dotted name stands in, below its part."""
    names = module.split(".")[2:]
    return next(iter(names[1:] if module.startswith("rollbook.processes.") and len(names) > 1 else names), "")


@cache
def sources() -> tuple[Source, ...]:
    """Every module of the product but the migrations, in order of path."""
    return tuple(_source(path) for path in files(PACKAGE, "*.py") if "migrations" not in path.parts)


def source_of(path: str) -> Source:
    return next(s for s in sources() if s.path == path)


def files(folder: Path, pattern: str) -> list[Path]:
    """Files below a folder that are ours."""
    return sorted(path for path in folder.rglob(pattern) if not FOREIGN & set(path.parts))


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an attribute chain, through calls: `a.objects.filter(…).update` is `a.objects.filter.update`."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{dotted(node.value)}.{node.attr}"
        case ast.Call():
            return dotted(node.func)
        case _:
            return ""


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _source(path: Path) -> Source:
    text = path.read_text()
    inside = path.relative_to(PACKAGE)
    module = ".".join(("rollbook", *inside.with_suffix("").parts)).removesuffix(".__init__")
    return Source(inside.as_posix(), module, ast.parse(text), text.count("\n"))
