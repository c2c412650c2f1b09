"""The ASGI entry point, for workers that hold event streams open."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hmsach.settings")
application = get_asgi_application()
