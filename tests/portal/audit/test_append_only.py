"""▲ rows are refused by Python and by the database itself."""

from collections.abc import Callable

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction

from portal.audit.append_only import AppendOnly, append_only_models, install_triggers, missing_triggers
from portal.audit.models import AuditEvent
from tests.portal.audit.tampering import TABLE, run

pytestmark = pytest.mark.django_db

RAW = {
    "update": f"UPDATE {TABLE} SET verb = 'x' WHERE seq = 1",
    "delete": f"DELETE FROM {TABLE} WHERE seq = 1",
    "truncate": f"TRUNCATE {TABLE}",
    "replace": f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE} WHERE seq = 1",
    "upsert": f"INSERT INTO {TABLE} SELECT * FROM {TABLE} WHERE seq = 1 "
    "ON CONFLICT (seq) DO UPDATE SET verb = 'x'",
}
ONLY = {"truncate": "postgresql", "replace": "sqlite", "upsert": "postgresql"}


@pytest.mark.parametrize("way", RAW)
def test_the_database_refuses(way: str, act: Callable[..., None]) -> None:
    if ONLY.get(way, connection.vendor) != connection.vendor:
        return
    act(count=2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(RAW[way].replace("seq = 1", f"seq = {AuditEvent.objects.latest('seq').seq}"))


def test_python_refuses(act: Callable[..., None]) -> None:
    act()
    row = AuditEvent.objects.latest("seq")
    for change in (
        row.save,
        row.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(verb="x"),
        lambda: AuditEvent.objects.bulk_update([row], ["verb"]),
    ):
        with pytest.raises(AppendOnly):
            change()


def test_every_append_only_model_is_guarded() -> None:
    assert AuditEvent in append_only_models()
    assert missing_triggers() == []


def test_a_missing_trigger_is_found_and_mended() -> None:
    """The guard can fail: a planted gap is reported by the system check."""
    drop = {
        "sqlite": f'DROP TRIGGER "append_only_{TABLE}_delete"',
        "postgresql": f'DROP TRIGGER "append_only_{TABLE}_all" ON {TABLE}',
    }
    run(drop[connection.vendor])
    assert missing_triggers() == [TABLE]
    assert [
        error.id
        for error in run_checks(tags=["audit"], include_deployment_checks=True)
        if "audit" in error.id
    ]
    install_triggers()
    assert missing_triggers() == []
