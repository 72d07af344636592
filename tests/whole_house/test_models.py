"""What the database itself must refuse, looked up on the running database; and no migration is missing."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from portal.audit.append_only import append_only_models, missing_triggers
from tests.whole_house.source import ROOMS

# Moments that say who acted: with the one, the other is known. Model.moment: why it stands alone.
UNPAIRED: dict[str, str] = {}


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS]


def test_no_migration_is_missing(db) -> None:
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out)
    except SystemExit:
        pytest.fail(f"models changed without a migration:\n{out.getvalue()}")


def test_every_append_only_table_is_guarded(db) -> None:
    assert append_only_models()
    assert missing_triggers() == []


@pytest.mark.parametrize("model", append_only_models(), ids=lambda model: model.__name__)
def test_a_dropped_trigger_is_found(db, model: type[models.Model]) -> None:
    table = model._meta.db_table
    suffixes, on_table = ("update", "delete"), ""
    if connection.vendor == "postgresql":
        suffixes, on_table = ("row", "all"), f' ON "{table}"'
    for suffix in suffixes:
        trigger = f"append_only_{table}_{suffix}"[:63]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'DROP TRIGGER "{trigger}"{on_table}')
            assert missing_triggers() == [table]
            transaction.set_rollback(True)


def test_sqlite_refuses_insert_or_replace(db) -> None:
    """REPLACE deletes without the delete trigger unless recursive triggers are on."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        assert cursor.fetchone() == (1,)


def unconstrained_pairs(among: list[type[models.Model]]) -> list[str]:
    """Moments `x_at` beside an actor `x_by` that no check constraint binds together."""
    found = []
    for model in among:
        names = {field.name for field in model._meta.local_fields}
        bound = " ".join(
            str(constraint.condition)
            for constraint in model._meta.constraints
            if isinstance(constraint, models.CheckConstraint)
        )
        for name in sorted(names):
            stem = name.removesuffix("_at")
            if stem == name or f"{stem}_by" not in names or not model._meta.get_field(name).null:
                continue
            if name not in bound or f"{stem}_by" not in bound:
                found.append(f"{model.__name__}: {name} and {stem}_by")
    return found


def test_paired_facts_are_constraints() -> None:
    assert [pair for pair in unconstrained_pairs(ours()) if pair.replace(": ", ".") not in UNPAIRED] == []


@isolate_apps()
def test_a_planted_loose_pair_is_found() -> None:
    class Loose(models.Model):
        revoked_at = models.DateTimeField(null=True)
        revoked_by = models.UUIDField(null=True)

        class Meta:
            app_label = "audit"

    assert unconstrained_pairs([Loose]) == ["Loose: revoked_at and revoked_by"]
