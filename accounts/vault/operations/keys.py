"""Changing the key-encryption key under everything that is kept: resumable, and nothing is shown."""

from collections.abc import Iterator

from django.db.models import QuerySet

from accounts.vault.models import CredentialVersion, RecoveryCode
from accounts.vault.opening import place_of, place_of_code, under_active_key


def version_keys() -> Iterator[tuple[int, str]]:
    """Which key each sealed version needs; the values themselves are not read."""
    return _by_id(CredentialVersion.objects.exclude(key_id=""))


def code_keys() -> Iterator[tuple[int, str]]:
    return _by_id(RecoveryCode.objects.exclude(key_id=""))


def rewrap_version(pk: int) -> None:
    """Bring one version under the active key; inside a transaction, and it may have gone meanwhile."""
    found = CredentialVersion.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk)
    for version in found.select_related("credential__account").exclude(key_id=""):
        version.sealed, version.key_id = under_active_key(version.sealed, place_of(version))
        version.save(update_fields=["sealed", "key_id"])


def rewrap_code(pk: int) -> None:
    found = RecoveryCode.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk)
    for code in found.select_related("version__credential__account").exclude(key_id=""):
        code.sealed, code.key_id = under_active_key(code.sealed, place_of_code(code))
        code.save(update_fields=["sealed", "key_id"])


def _by_id(rows: QuerySet) -> Iterator[tuple[int, str]]:
    for pk, mark in rows.order_by("pk").values_list("pk", "key_id").iterator():
        yield pk, mark.partition(":")[0]
