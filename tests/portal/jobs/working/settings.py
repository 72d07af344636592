"""The settings of the running tests plus the slow room; for real processes only."""

import os
from importlib import import_module

_tests = import_module(os.environ["TESTED_SETTINGS_MODULE"])
globals().update({name: value for name, value in vars(_tests).items() if name.isupper()})

INSTALLED_APPS = [*_tests.INSTALLED_APPS, "tests.portal.jobs.working"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ.get("TEST_SMTP_PORT", "1"))
