"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # what is written about children is read by this account alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollbook.config.settings")
application = get_wsgi_application()
