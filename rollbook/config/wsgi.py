"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.umask(0o077)  # what is written about children is read by this account alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollbook.config.settings")
application = get_wsgi_application()
reverse("healthz")  # reads every page of the office now, and not while the first teacher waits for one
# Rollbook's own code stays for good: without this the collector walks over all of it, again and again.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
