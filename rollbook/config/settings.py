"""Every setting of Rollbook, in one file; a bad value stops the start with a sentence.

What an operator may set is read from the environment here and nowhere else.
"""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parents[2]
env = Env()


def _home() -> Path:
    home = Path(env.str("ROLLBOOK_HOME", str(BASE_DIR / "var")))
    if not home.is_absolute():
        raise ImproperlyConfigured(f"ROLLBOOK_HOME must be an absolute path, not “{home}”.")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def _secret_key() -> str:
    """The key that signs cookies and register issues: from the environment, or made once and kept."""
    given = env.str("ROLLBOOK_SECRET_KEY", "")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured("ROLLBOOK_SECRET_KEY is too short: 50 characters or more.")
        return given
    kept = HOME / "secret-key"
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return kept.read_text().strip()


try:
    HOME = _home()
    DEBUG = env.bool("ROLLBOOK_DEBUG", False)
    SECURE = env.bool("ROLLBOOK_HTTPS", False)
    BEHIND_PROXY = env.bool("ROLLBOOK_BEHIND_PROXY", False)
    ALLOWED_HOSTS = env.list("ROLLBOOK_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
    DATABASE = env.dj_db_url("DATABASE_URL", f"sqlite:///{HOME / 'rollbook.sqlite3'}")
    SOURCE_URL = env.str("ROLLBOOK_SOURCE", "")
    LOG_LEVEL = env.log_level("ROLLBOOK_LOG_LEVEL", logging.INFO)
    SECRET_KEY = _secret_key()
except (EnvError, ValueError) as bad:
    raise ImproperlyConfigured(f"A setting in the environment cannot be used: {bad}") from bad

# Where the engine's compiled kernels are kept; numba reads it once, when it is imported (docs/adr/0051).
os.environ.setdefault("NUMBA_CACHE_DIR", str(HOME / "kernels"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rollbook.web",  # before allauth, so that our sign-in pages are found first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "csp",
    "django_htmx",
    "rollbook.jobs",
    "rollbook.audit",
    "rollbook.schools",
    "rollbook.staff",
    "rollbook.pupils",
    "rollbook.timetable",
    "rollbook.work",
    "rollbook.files",
    "rollbook.comms",
    "rollbook.registers",
    "rollbook.site",
    "rollbook.absence",
    "rollbook.meetings",
    "rollbook.cases",
    "rollbook.processes",
    "rollbook.processes.leave_request",
    "rollbook.evidence",
    "rollbook.rewards",
    "rollbook.reports",
    "rollbook.home",
    "rollbook.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rollbook.site.standing_by.StandingBy",  # outside everything that asks the database
    "rollbook.registers.watching.VersionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rollbook.web.pages.PageMiddleware",
    "rollbook.staff.signing_in.ActorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "rollbook.config.urls"
WSGI_APPLICATION = "rollbook.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rollbook.web.pages.layout",
            ],
            "builtins": ["rollbook.web.templatetags.rollbook"],
        },
    }
]

DATABASES = {"default": DATABASE}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a writer waits its turn instead of failing half-way. recursive_triggers: without
    # it INSERT OR REPLACE slips past the triggers that keep the register's record. Connections stay
    # open: the last one to close writes the whole log back into the database, and somebody waits for it.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; "
            "PRAGMA synchronous=FULL; "
            "PRAGMA recursive_triggers=ON; "
            "PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-32000; "
        ),
    }
else:
    # Besides what the address asks for, as “?sslmode=require”.
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 12, "timeout": 10}
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/accounts/login/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "rollbook.staff.signing_in.NoSelfSignUp"
ACCOUNT_SESSION_REMEMBER = False
# At twenty to nine a whole staff signs in from the school's one address.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "60/m/ip,5/300s/key", "supply_failed": "10/300s/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "rollbook.staff.signing_in.address_of"
# Counts attempts for all processes together; in memory each process would count for itself.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(HOME / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

SESSION_COOKIE_NAME = "__Host-rollbook" if SECURE else "rollbook"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-rollbook-csrf" if SECURE else "rollbook-csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("ROLLBOOK_ORIGINS", [])
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}

KEYS_DIR = HOME / "keys"
