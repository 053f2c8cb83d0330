"""The files of a OneRoster package, whatever they are called and wherever they lie."""

from __future__ import annotations

from dataclasses import dataclass, field

from rollbook.formats.archives import Archive, open_archive
from rollbook.formats.problems import Problems
from rollbook.formats.refusals import FileRefused
from rollbook.formats.spreadsheets.csv_text import rows_of_text

FILES = ("manifest", "orgs", "academicsessions", "classes", "enrollments", "users", "roles", "demographics", "courses")
NEEDED = ("orgs", "users")
# Spellings met in real packages, by their letters in small.
MISSPELT = {
    "prefferedgivenname": "preferredgivenname",
    "prefferedmiddlename": "preferredmiddlename",
    "prefferedfamilyname": "preferredfamilyname",
    "preferedgivenname": "preferredgivenname",
    "preferedfamilyname": "preferredfamilyname",
    "datalastmodified": "datelastmodified",
    "sourceid": "sourcedid",
    "agentsourceids": "agentsourcedids",
    "agents": "agentsourcedids",
    "orgsourcedid": "orgsourcedids",
    "primaryorgsourcedids": "primaryorgsourcedid",
}
DELTA, ABSENT = "delta", "absent"


@dataclass(frozen=True, slots=True)
class Record:
    """One row of one file of the package: its values by header in small letters."""

    row: int
    values: dict[str, str]

    def get(self, header: str) -> str:
        return self.values.get(header, "")

    def many(self, header: str) -> tuple[str, ...]:
        """A list within a cell, which the standard separates by commas."""
        return tuple(dict.fromkeys(piece for item in self.get(header).split(",") if (piece := item.strip())))


@dataclass(slots=True)
class Package:
    """A package under way: its files, what it says of itself, and what was odd about it."""

    name: str
    files: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    manifest: dict[str, str] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)

    def records(self, file: str) -> tuple[Record, ...]:
        return self.files.get(file, ())

    @property
    def partial(self) -> tuple[str, ...]:
        return tuple(file for file in FILES if self.manifest.get(f"file.{file}") == DELTA)

    @property
    def version(self) -> str:
        """1.1 or 1.2, as the manifest says or as the presence of roles.csv shows."""
        said = self.manifest.get("oneroster.version", "")
        return said if said in ("1.1", "1.2") else ("1.2" if "roles" in self.files else "1.1")


def open_package(name: str, data: bytes) -> Package:
    """Open a OneRoster ZIP and read its files; raises `FileRefused` when it is none."""
    if not data.startswith(b"PK"):
        raise FileRefused(f"“{name}” is not a ZIP package. Send the OneRoster export as one .zip file.")
    package = Package(name)
    members = _members(package, open_archive(name, data))
    _read_manifest(package, members)
    for file in FILES[1:]:
        if file in members:
            package.files[file] = _records(package, file, members[file])
    missing = [f"{file}.csv" for file in NEEDED if file not in members]
    if missing:
        raise FileRefused(f"“{name}” is not a OneRoster package: {' and '.join(missing)} is missing. Export it again.")
    return package


def _members(package: Package, archive: Archive) -> dict[str, bytes]:
    """The package's files by name in small letters, at the top or within one folder."""
    kept = [(path, data) for path, data in archive.members if not _is_litter(path)]
    folders = {path.rpartition("/")[0] for path, _ in kept if path.casefold().endswith(".csv")}
    if len(folders) > 1:
        raise FileRefused(f"“{package.name}” holds files in several folders. Put the CSV files at the top of the ZIP.")
    folder = next(iter(folders), "")
    if folder:
        package.notes.append(f"The files lie in a folder “{folder[:80]}” rather than at the top of the package.")
    members: dict[str, bytes] = {}
    for path, data in kept:
        stem, _, ending = path.rpartition("/")[2].casefold().rpartition(".")
        if ending == "csv" and stem in FILES:
            if stem in members:
                raise FileRefused(f"“{package.name}” holds {stem}.csv twice. Export it again.")
            members[stem] = data
    return members


def _is_litter(path: str) -> bool:
    """What macOS and Windows leave in folders."""
    last = path.rpartition("/")[2]
    return path.startswith("__MACOSX/") or last.startswith("._") or last in (".DS_Store", "Thumbs.db")


def _read_manifest(package: Package, members: dict[str, bytes]) -> None:
    if "manifest" not in members:
        package.notes.append("The package has no manifest.csv; its files were read all the same, as complete.")
        return
    rows, _ = rows_of_text(f"{package.name}: manifest.csv", members["manifest"] or b"\n")
    for row in rows:
        if len(row) >= 2:
            package.manifest[row[0].strip().casefold()] = row[1].strip().casefold()
    for file in FILES[1:]:
        said = package.manifest.get(f"file.{file}")
        if said == ABSENT and file in members:
            package.notes.append(f"The manifest calls {file}.csv absent, but it is there: it was read.")
        if said not in (None, ABSENT) and file not in members:
            package.problems.warn(
                None, f"{file}.csv", said, "The manifest names this file, but it is not in the package."
            )


def _records(package: Package, file: str, data: bytes) -> tuple[Record, ...]:
    rows, notes = rows_of_text(f"{package.name}: {file}.csv", data or b"\n")
    package.notes.extend(f"{file}.csv: {note}" for note in notes)
    if not rows:
        return ()
    headers = [_header(cell) for cell in rows[0]]
    if "sourcedid" not in headers and "usersourcedid" not in headers:
        raise FileRefused(f"“{package.name}”: {file}.csv has no column sourcedId. Export the package again.")
    found = []
    for number, row in enumerate(rows[1:], 2):
        values = {header: cell.strip() for header, cell in zip(headers, row, strict=False) if header and cell.strip()}
        if values:
            found.append(Record(number, values))
    return tuple(_standing(package, file, found))


def _header(cell: str) -> str:
    key = "".join(letter for letter in cell.casefold() if letter.isalnum() and letter.isascii())
    return MISSPELT.get(key, key)


def _standing(package: Package, file: str, records: list[Record]) -> list[Record]:
    """The records that stand; those marked for deletion are noted, doubles are a problem."""
    seen: set[str] = set()
    standing = []
    for record in records:
        key = record.get("sourcedid")
        if record.get("status").casefold() == "tobedeleted":
            package.removed.append((file, key))
        elif key and key in seen:
            says = f"{file}.csv has this sourcedId twice. The first row was kept."
            package.problems.error(record.row, f"{file}.csv sourcedId", key, says)
        elif not key:
            package.problems.error(
                record.row, f"{file}.csv sourcedId", "", "This row has no sourcedId. It was left out."
            )
        else:
            seen.add(key)
            standing.append(record)
    return standing
