"""Statements that are written once and asked many times: Django writes one slower than the database answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from itertools import chain
from threading import local
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Aggregate, Field, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

_KINDS: Mapping[str, Callable[[], Field[Any, Any]]] = {
    "id": models.BigIntegerField,
    "number": models.BigIntegerField,
    "day": models.DateField,
    "public id": models.UUIDField,
    "moment": models.DateTimeField,
    "text": models.TextField,
}
M = TypeVar("M", bound=models.Model)


class Given(Value):
    """Holds the place of a value that is given when the statement is asked; `many` for the values of an IN."""

    def __init__(self, name: str, kind: str = "id", many: bool = False) -> None:
        super().__init__(name, output_field=_KINDS[kind]())
        self.kind = kind
        self.many = many

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "(%s)" if self.many else "%s", [self]

    def values(self, given: Mapping[str, Any], connection: Any) -> list[Any]:
        """What stands in its place, as the database takes it."""
        said = given[self.value]
        field = self.output_field
        return [field.get_db_prep_value(one, connection) for one in (said if self.many else (said,))]


def given(name: str, kind: str = "id", *, many: bool = False) -> Any:
    """The place of a value: `kind` is id, number, day, public id, moment or text. It stands where the value would."""
    return Given(name, kind, many)


def in_one_row(rows: QuerySet[Any], **of_them: Aggregate) -> QuerySet[Any, tuple[Any, ...]]:
    """What `rows.aggregate(…)` says, as a queryset of one row: for `Prepared.one`."""
    together = rows.order_by().annotate(all_rows=Value(1)).values("all_rows")  # one group, and so no GROUP BY
    found: QuerySet[Any, tuple[Any, ...]] = together.annotate(**of_them).values_list(*of_them)
    return found


class Prepared:
    """A statement with places for its values: `build` makes its `values_list`, once in a process."""

    def __init__(self, build: Callable[[], QuerySet[Any, tuple[Any, ...]]]) -> None:
        self._build = build
        self._first: _Written | None = None
        self._here = local()

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Ask it, with a value for every place: one statement."""
        written = self._written()
        sql, params = written.filled(values)
        compiler = written.compiler
        # The compiler belongs to this thread and connection; only what it would write again is given to it.
        setattr(compiler, "as_sql", lambda: (sql, params))  # noqa: B010  # a method, to the type checker
        return [tuple(row) for row in compiler.results_iter()]

    def any(self, **values: Any) -> bool:
        """Whether there is a row."""
        return bool(self.rows(**values))

    def one(self, **values: Any) -> tuple[Any, ...]:
        """The only row, as of a statement that counts."""
        (row,) = self.rows(**values)
        return row

    def _written(self) -> _Written:
        mine: _Written | None = getattr(self._here, "written", None)
        if mine is not None and mine.compiler.connection is connections[mine.compiler.connection.alias]:
            return mine
        if self._first is None:
            queryset = self._build()
            self._first = _Written(queryset.query.get_compiler(queryset.db))
        self._here.written = mine = self._first.here()
        return mine


class PreparedRows(Generic[M]):
    """The same for whole rows of a table, as its model: `build` makes the queryset, with nothing joined or left out."""

    def __init__(self, model: type[M], build: Callable[[], QuerySet[M, M]]) -> None:
        self._model = model
        self._prepared = Prepared(lambda: build().values_list(*self._columns()))

    def rows(self, **values: Any) -> list[M]:
        """Ask it, with a value for every place: one statement."""
        names = self._columns()
        return [self._model.from_db(DEFAULT_DB_ALIAS, names, row) for row in self._prepared.rows(**values)]

    def _columns(self) -> list[str]:
        return [field.attname for field in self._model._meta.concrete_fields]


class _Written:
    """The statement's text in pieces between its values."""

    def __init__(self, compiler: SQLCompiler) -> None:
        sql, params = compiler.as_sql()
        self.compiler = compiler
        self._pieces = sql.split("%s")
        self._params = tuple(params)
        if len(self._pieces) != len(self._params) + 1:
            raise ValueError("This statement holds a value in its own text, so it cannot be prepared.")

    def here(self) -> _Written:
        """The same for this thread's own connection."""
        mine = copy(self)
        mine.compiler = copy(self.compiler)
        mine.compiler.connection = connections[self.compiler.connection.alias]
        return mine

    def filled(self, values: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
        places = [
            param.values(values, self.compiler.connection) if isinstance(param, Given) else [param]
            for param in self._params
        ]
        # No value at all for an IN: nothing is equal to NULL.
        marks = (", ".join(["%s"] * len(place)) or "NULL" for place in places)
        text = "".join(chain.from_iterable(zip(self._pieces, marks, strict=False)))
        return text + self._pieces[-1], tuple(chain.from_iterable(places))
