"""What the packages' origin lets a browser do with what it is given.

A package is somebody else's program. It may run, style itself and load its own files; it may ask nobody else
for anything, send nothing anywhere, and be framed by the portal alone.
"""

from django.http import HttpResponseBase

from training.packages.origin.addresses import portal_origin

NOWHERE = ("'none'",)
OWN = ("'self'",)
CONTENT = {
    "default-src": OWN,
    # Authoring tools write inline scripts and evaluate text; here that reaches nothing of the portal.
    "script-src": ("'self'", "'unsafe-inline'", "'unsafe-eval'"),
    "style-src": ("'self'", "'unsafe-inline'"),
    "img-src": ("'self'", "data:", "blob:"),
    "media-src": ("'self'", "data:", "blob:"),
    "font-src": ("'self'", "data:", "blob:"),
    "connect-src": OWN,
    "frame-src": OWN,
    "worker-src": ("'self'", "blob:"),
    "object-src": NOWHERE,
    "form-action": NOWHERE,
    "base-uri": OWN,
    "sandbox": ("allow-scripts", "allow-same-origin", "allow-forms"),
}
PLAYER = {
    "default-src": NOWHERE,
    "script-src": OWN,
    "style-src": OWN,
    "frame-src": OWN,  # so that a package cannot lead its frame elsewhere, and tell there what it knows
    "form-action": NOWHERE,
    "base-uri": NOWHERE,
}
OFF = (
    "accelerometer camera clipboard-read clipboard-write display-capture geolocation gyroscope hid "
    "identity-credentials-get magnetometer microphone midi payment publickey-credentials-get serial usb"
)
PERMISSIONS = ", ".join([*(f"{name}=()" for name in OFF.split()), "autoplay=(self)", "fullscreen=(self)"])


def harden(response: HttpResponseBase, policy: dict[str, tuple[str, ...]]) -> HttpResponseBase:
    """Put the headers of this origin on `response`; whatever was there goes."""
    response["Content-Security-Policy"] = header_of(policy)
    response["Permissions-Policy"] = PERMISSIONS
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-DNS-Prefetch-Control"] = "off"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    response.headers.setdefault("Cache-Control", "no-store, private")
    return response


def header_of(policy: dict[str, tuple[str, ...]]) -> str:
    framed_by = ("'self'", portal_origin())
    return "; ".join(
        " ".join((name, *values)) for name, values in {**policy, "frame-ancestors": framed_by}.items()
    )
