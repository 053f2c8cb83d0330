"""Settings of the tests: the product's own, in a home of its own, with a cheap password hash."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("ROLLBOOK_HOME", tempfile.mkdtemp(prefix="rollbook-tests-"))
# Compiled once for all runs of the tests, and not anew in every home.
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(__file__).parents[1] / ".pytest_cache" / "kernels"))

from rollbook.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["ROLLBOOK_HOME"], "test.sqlite3")}  # noqa: F405
else:
    DATABASES["default"]["OPTIONS"] = {}  # noqa: F405
