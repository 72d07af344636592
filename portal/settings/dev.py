"""Development on loopback: mail into a folder, demo sign-ins, readable errors, a quiet console."""

from urllib.parse import urlsplit

from portal.settings.base import *

DEBUG = True
SECRET_KEY = "development-only-" + "0" * 50
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
PORTAL_DEMO = env.bool("PORTAL_DEMO", default=True)
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PORTAL_GALLERY = True
# The next port, and another host name: browsers keep cookies apart by host and share them between its ports.
_port = (urlsplit(PORTAL_BASE_URL).port or 80) + 1
PORTAL_PACKAGES_URL = env.str("PORTAL_PACKAGES_URL", default=f"http://localhost:{_port}")
if "EMAIL_URL" not in env:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = f"{DATA_DIR}/mail"
# The sign-in links stay on the screen; PORTAL_LOG_LEVEL=INFO shows each request and job.
LOGGING = logging_config(json=False, level=env.str("PORTAL_LOG_LEVEL", default="WARNING"))
