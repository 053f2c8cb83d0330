"""Settings of the tests: the product's own, in a home of its own, with a cheap password hash."""

import os
import tempfile

os.environ.setdefault("ROLLBOOK_HOME", tempfile.mkdtemp(prefix="rollbook-tests-"))

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
