"""Signed, expiring words: one opens the files of a package on their own origin, one lets a page save.

Neither is a sign-in. The first is known to the package itself, and good for reading that package only. The
second stays on the portal's page and counts only together with the session of the person it names.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

from training.packages.models import Package, PackageVisit

SEPARATOR = "."
VISIT, LOOK = "v", "l"


def play_token(visit: PackageVisit) -> str:
    return _signer("play").sign(f"{VISIT}{visit.ref.hex}")


def look_token(package: Package) -> str:
    """For authors and approvers, who look at a package before it is released."""
    return _signer("play").sign(f"{LOOK}{package.ref.hex}")


def package_of(token: str) -> Package | None:
    """The package whose files `token` opens, or None: expired, forged, or of somebody who has left."""
    word = _unsigned("play", token)
    if word is None:
        return None
    kind, ref = word[:1], UUID(word[1:])
    if kind == LOOK:
        return Package.objects.filter(ref=ref).first()
    return Package.objects.filter(
        versions__version__package_visits__ref=ref,
        versions__version__package_visits__employee__is_active=True,
    ).first()


def save_token(visit: PackageVisit, package: Package) -> str:
    return _signer("save").sign(_bound(visit, package))


def may_save(token: str, visit: PackageVisit, package: Package) -> bool:
    """Whether `token` was given out for this visit of this person to this package, not long ago."""
    return _unsigned("save", token) == _bound(visit, package)


def _bound(visit: PackageVisit, package: Package) -> str:
    return f"{visit.ref.hex}{visit.employee.ref.hex}{package.sha256}"


def _unsigned(what: str, token: str) -> str | None:
    try:
        return _signer(what).unsign(token, max_age=timedelta(hours=settings.PACKAGE_TOKEN_HOURS))
    except signing.BadSignature:
        return None


def _signer(what: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"packages.{what}", sep=SEPARATOR)
