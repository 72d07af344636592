"""Tests: fast hashes, mail in memory, files in a folder of their own."""

import atexit
import os
import shutil
import tempfile

from portal.settings.base import *

DEBUG = False
SECRET_KEY = "test-only-" + "0" * 50
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost", "packages.test"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A process that a test starts is given the folder of the test; otherwise each process has its own.
DATA_DIR = env.str("PORTAL_TEST_DATA_DIR", default="")
if not DATA_DIR:
    DATA_DIR = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
PORTAL_KEYS_DIR = f"{DATA_DIR}/keys"
PORTAL_FILES_DIR = f"{DATA_DIR}/files"
MEDIA_ROOT = f"{PORTAL_FILES_DIR}/media"
for _name in PRIVATE_STORAGES:
    STORAGES[_name]["OPTIONS"]["location"] = f"{PORTAL_FILES_DIR}/{_name}"
STATIC_ROOT = f"{DATA_DIR}/static"
os.makedirs(STATIC_ROOT, exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES = {"default": database(env.str("TEST_DATABASE_URL", default=f"sqlite:///{DATA_DIR}/db.sqlite3"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        **SQLITE_OPTIONS,
        "init_command": SQLITE_OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF"),
    }
LANGUAGE_CODE = "en"
PORTAL_PACKAGES_URL = "http://packages.test"
PORTAL_GALLERY = True
PORTAL_FIRST_RUN_PAGE = False  # a test without a company is about something else
