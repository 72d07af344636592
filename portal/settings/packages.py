"""Course packages (SCORM): other people's programs, on an address of their own (ADR 0022)."""

from portal.env import env

# "" means that no packages are played here.
PORTAL_PACKAGES_URL = env.str("PORTAL_PACKAGES_URL", default="").rstrip("/")
PACKAGE_MAX_BYTES = 100 * 1024 * 1024
PACKAGE_TOKEN_HOURS = 12
