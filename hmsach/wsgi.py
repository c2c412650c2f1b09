"""The WSGI entry point, for gunicorn's workers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hmsach.settings")
application = get_wsgi_application()
