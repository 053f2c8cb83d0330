"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # what is written about children is read by this account alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollbook.config.settings")
application = get_wsgi_application()
# Rollbook's own code stays for good: without this the collector walks over all of it, again and again.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
