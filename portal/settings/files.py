"""What is stored outside the database, and how much one upload may bring."""

from typing import Any

from portal.env import ROOT, env

DATA_DIR = env.str("PORTAL_DATA_DIR", default=str(ROOT / "var"))
PORTAL_KEYS_DIR = env.str("PORTAL_KEYS_DIR", default=f"{DATA_DIR}/keys")
PORTAL_FILES_DIR = env.str("PORTAL_FILES_DIR", default=f"{DATA_DIR}/files")
STATIC_URL = "/static/"
STATIC_ROOT = env.str("PORTAL_STATIC_DIR", default=f"{DATA_DIR}/static")
MEDIA_URL = "/media/"
MEDIA_ROOT = f"{PORTAL_FILES_DIR}/media"
PRIVATE_STORAGES = ("evidence", "exports", "imports", "incidents", "packages", "packs")


def _private(name: str) -> dict[str, Any]:
    """A folder that no web server knows of and no other user of the machine can enter."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": f"{PORTAL_FILES_DIR}/{name}",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    **{name: _private(name) for name in PRIVATE_STORAGES},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "portal.keys.uploads.NamelessUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
