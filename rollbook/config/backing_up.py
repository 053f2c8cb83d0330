"""The whole system in one file and back: database, keys, files, each with its hash in a manifest."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from rollbook.rules.refused import Refused

FORMAT = 1
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


def back_up(to: Path, now: datetime) -> int:
    """Write everything to a new file, read it back and check it; how many files it holds.

    Rollbook may be open meanwhile: the database is copied as it stood at one moment, and the files
    after it, so that every file that the copy speaks of is there.
    """
    if to.exists():
        raise Refused(f"There is a file at {to} already. Choose another name.")
    if not to.parent.is_dir():
        raise Refused(f"There is no folder {to.parent}.")
    part = to.with_name(f"{to.name}.part")
    with TemporaryDirectory(dir=settings.HOME, prefix="backing-up-") as place:
        copy = Path(place) / DUMPS[connection.vendor]
        _copy_database(copy)
        try:
            count = _write(part, {copy.name: copy, **_kept_files()}, now)
            with TemporaryDirectory(dir=settings.HOME, prefix="checking-") as again:
                _unpack(part, Path(again))
            part.rename(to)
        finally:
            part.unlink(missing_ok=True)
    return count


def restore(source: Path) -> datetime:
    """Put everything back into an empty home and database; the moment of the backup.

    The file is unpacked and checked in full first: one that is damaged changes nothing.
    """
    _require_empty()
    with TemporaryDirectory(dir=settings.HOME, prefix="restoring-") as place:
        made_at = _unpack(source, Path(place))
        dump = Path(place) / DUMPS[connection.vendor]
        if not dump.exists():
            raise Refused(
                f"{source.name} was made with another kind of database. Set DATABASE_URL to one of that kind."
            )
        for name in ("keys", "files"):
            if (Path(place) / name).exists():
                shutil.copytree(Path(place) / name, _homes()[name], dirs_exist_ok=True)
        if (Path(place) / "secret-key").exists():
            shutil.copy2(Path(place) / "secret-key", Path(settings.HOME) / "secret-key")
        _restore_database(dump)
    return made_at


def _homes() -> dict[str, Path]:
    return {"keys": Path(settings.KEYS_DIR), "files": Path(settings.MEDIA_ROOT)}


def _kept_files() -> dict[str, Path]:
    """What lies outside the database, by its name in the backup."""
    found = {
        f"{name}/{path.relative_to(home).as_posix()}": path
        for name, home in _homes().items()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }
    secret = Path(settings.HOME) / "secret-key"
    return found | ({"secret-key": secret} if secret.exists() else {})


def _write(part: Path, files: Mapping[str, Path], now: datetime) -> int:
    hashes: dict[str, str] = {}
    # Made for its owner alone from the start: it holds the keys and every pupil.
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for name, path in files.items():
                hashes[name] = _sha256(path)
                packed.write(path, name)
            manifest = {"format": FORMAT, "made_at": now.isoformat(), "sha256": hashes}
            packed.writestr("manifest.json", json.dumps(manifest, indent=1))
        out.flush()
        os.fsync(out.fileno())
    return len(hashes)


def _unpack(source: Path, into: Path) -> datetime:
    """Unpack what the manifest names, and nothing else, checking each hash and the database's own order."""
    try:
        with zipfile.ZipFile(source) as packed:
            manifest = json.loads(packed.read("manifest.json"))
            if manifest["format"] != FORMAT:
                raise Refused(f"{source.name} was made by a newer Rollbook. Restore it with that version.")
            for name, sha256 in manifest["sha256"].items():
                target = into / _safe(name)
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with packed.open(name) as inner, target.open("xb") as out:
                    shutil.copyfileobj(inner, out)
                target.chmod(0o600)
                if _sha256(target) != sha256:
                    raise Refused(f"{source.name} is damaged: {name} is not what was backed up.")
            made_at = datetime.fromisoformat(manifest["made_at"])
    except FileNotFoundError as error:
        raise Refused(f"There is no file {source}.") from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, EOFError) as error:
        raise Refused(f"{source.name} is not a backup of Rollbook, or it is damaged.") from error
    for dump in into.glob(DUMPS["sqlite"]):
        _check_sqlite(dump)
    return made_at


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if (
        path.is_absolute()
        or ".." in path.parts
        or path.parts[0] not in {*DUMPS.values(), "keys", "files", "secret-key"}
    ):
        raise ValueError(name)
    return path


def _copy_database(to: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(to)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return
    _postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def _restore_database(dump: Path) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        # Moved into place in one step: half a database would look like one that must not be touched.
        part = Path(f"{connection.settings_dict['NAME']}.part")
        shutil.copy2(dump, part)
        part.replace(str(connection.settings_dict["NAME"]))
        return
    _postgres("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(dump))


def _check_sqlite(dump: Path) -> None:
    with closing(sqlite3.connect(f"file:{dump}?mode=ro", uri=True)) as copy:
        try:
            answers = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        except sqlite3.DatabaseError as error:
            raise Refused("The database in the backup is damaged.") from error
    if answers != ["ok"]:
        raise Refused("The database in the backup is damaged.")


def _require_empty() -> None:
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        if path.exists() and path.stat().st_size:
            raise Refused(f"There is a database at {path} already. Restore into an empty ROLLBOOK_HOME.")
        return
    if connection.introspection.table_names():
        raise Refused("The database that DATABASE_URL names is not empty. Restore into an empty one.")


def _postgres(tool: str, *options: str) -> None:
    """Run one of PostgreSQL's own tools on our database; the password goes by the environment only."""
    found = shutil.which(tool)
    if found is None:
        raise Refused(f"This needs PostgreSQL's {tool}, which is not on this machine (Debian: postgresql-client).")
    about = connection.settings_dict
    words = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(about[key]) for name, key in words.items() if about.get(key)}
    given |= {f"PG{key.upper()}": str(said) for key, said in about["OPTIONS"].items() if key.startswith("ssl")}
    target = [f"--dbname={about['NAME']}"] if tool == "pg_restore" else []
    done = subprocess.run(  # noqa: S603  # the tool found on the path, with options of our own
        [found, *target, *options], env=os.environ | given, capture_output=True, check=False
    )
    if done.returncode:
        raise Refused(f"PostgreSQL's {tool} could not do it (status {done.returncode}). The database is as it was.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
