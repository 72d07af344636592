"""K11: altering or removing any stored row is found, and the first broken row is named."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from portal.audit import chain
from portal.audit.models import AuditEvent, ChainHead
from portal.audit.operations import export_head
from portal.audit.verification import exported_files, verify_trail
from portal.keys.ring import ring
from tests.portal.audit.tampering import TABLE, run, tamper, unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(act: Callable[..., None]) -> int:
    """Five rows; the sequence number of the first."""
    before = ChainHead.objects.get().seq
    act(count=5)
    assert verify_trail() is None
    return before + 1


def broken_row() -> int:
    broken = verify_trail()
    assert broken is not None
    assert broken.why
    return broken.seq


def forge(row: AuditEvent, canonical: str) -> None:
    """Give a row another text and hashes that fit it."""
    body = chain.body_hash(canonical)
    link = chain.link(row.previous_hash, body)
    tamper(
        f"UPDATE {TABLE} SET canonical = %s, body_hash = %s, hash = %s WHERE seq = %s",
        canonical,
        body,
        link,
        row.seq,
    )


def test_k11_altered_text(first: int) -> None:
    """K11: another text under the same hash."""
    tamper(
        f"UPDATE {TABLE} SET canonical = replace(canonical, 'test.done', 'test.gone') WHERE seq = %s",
        first + 2,
    )
    assert broken_row() == first + 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "test.refused"),
        ("actor", "0d2c2a0ec0fe4d0e8d4c1b1f7d5f9a11"),
        ("object_id", "7"),
        ("object_type", "people.employee"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("previous_hash", "0" * 64),
        ("body_hash", "1" * 64),
        ("hash", "2" * 64),
    ],
)
def test_k11_altered_column(first: int, column: str, value: str) -> None:
    """K11: the columns people search by must say what was hashed."""
    tamper(f'UPDATE {TABLE} SET "{column}" = %s WHERE seq = %s', value, first + 1)
    assert broken_row() == first + 1


def test_k11_altered_text_with_fitting_hashes(first: int) -> None:
    """K11: whoever recomputes a row's hashes breaks the link of the next one."""
    row = AuditEvent.objects.get(seq=first + 1)
    forge(row, row.canonical.replace('"n":1', '"n":7'))
    assert broken_row() == first + 2


def test_k11_forged_last_row(first: int) -> None:
    """K11: the last row has no successor, but the head knows its hash."""
    row = AuditEvent.objects.get(seq=first + 4)
    forge(row, row.canonical.replace('"n":4', '"n":7'))
    assert broken_row() == first + 4


def test_k11_removed_row(first: int) -> None:
    tamper(f"DELETE FROM {TABLE} WHERE seq = %s", first + 2)
    assert broken_row() == first + 2


def test_k11_inserted_row(first: int) -> None:
    """K11: a copy of a row behind the head was never written by an operation."""
    run(
        f"INSERT INTO {TABLE} "
        "(seq, at, verb, object_type, object_id, canonical, previous_hash, body_hash, hash) "
        f"SELECT seq + 100, at, verb, object_type, object_id, canonical, previous_hash, body_hash, hash "
        f"FROM {TABLE} WHERE seq = %s",
        first + 4,
    )
    assert broken_row() == first + 5


def test_k11_swapped_rows(first: int) -> None:
    for old, new in ((first + 1, -1), (first + 2, first + 1), (-1, first + 2)):
        tamper(f"UPDATE {TABLE} SET seq = %s WHERE seq = %s", new, old)
    assert broken_row() == first + 1


def test_k11_cut_tail(first: int) -> None:
    tamper(f"DELETE FROM {TABLE} WHERE seq >= %s", first + 3)
    assert broken_row() == first + 3


def test_k11_cut_tail_with_a_head_that_fits(first: int) -> None:
    """K11: the seal of the head needs a key that is not in the database."""
    tamper(f"DELETE FROM {TABLE} WHERE seq >= %s", first + 3)
    last = AuditEvent.objects.get(seq=first + 2)
    run("UPDATE audit_chainhead SET seq = %s, hash = %s", last.seq, last.hash)
    assert broken_row() == last.seq


def test_k11_an_altered_head_stays_found_after_more_rows(first: int, act: Callable[..., None]) -> None:
    """K11: the next operation must not seal the altered head anew and so hide that rows were cut off."""
    tamper(f"DELETE FROM {TABLE} WHERE seq >= %s", first + 3)
    last = AuditEvent.objects.get(seq=first + 2)
    run("UPDATE audit_chainhead SET seq = %s, hash = %s", last.seq, last.hash)
    act(count=3)
    assert broken_row() == first + 3


@pytest.mark.parametrize("seal", ["", "0001:00", "9999:" + "0" * 64, "nonsense"])
def test_k11_altered_seal(first: int, seal: str) -> None:
    run("UPDATE audit_chainhead SET seal = %s", seal)
    assert broken_row() == first + 4


@pytest.mark.parametrize("rows_too", [True, False])
def test_k11_restored_old_head(act: Callable[..., None], first: int, rows_too: bool) -> None:
    """K11: an old head restored with its seal holds in itself; the exported head shows what is missing."""
    old = ChainHead.objects.get()
    act(count=3)
    export_head(day=date(2026, 3, 1))
    tamper(f"DELETE FROM {TABLE} WHERE seq > %s", old.seq)
    run("UPDATE audit_chainhead SET seq = %s, hash = %s, seal = %s", old.seq, old.hash, old.seal)
    if rows_too:
        with unguarded("audit_exportedhead"):
            run("DELETE FROM audit_exportedhead")
    assert broken_row() == old.seq + 3


def test_k11_altered_export_file(first: int) -> None:
    export_head(day=date(2026, 3, 1))
    storage, name = storages["evidence"], exported_files()[0]
    with storage.open(name) as file:
        content = file.read().replace(b'"seq":', b'"seq":1')
    storage.delete(name)
    from django.core.files.base import ContentFile

    storage.save(name, ContentFile(content))
    assert "altered" in str(verify_trail())


def test_unreadable_export_file(first: int) -> None:
    from django.core.files.base import ContentFile

    storages["evidence"].save(f"chain-heads/2026-03-01.{ring().active}.json", ContentFile(b"\xff{"))
    assert "cannot be read" in str(verify_trail())


def test_exporting_twice_is_one_export(first: int, act: Callable[..., None]) -> None:
    exported = export_head(day=date(2026, 3, 1))
    act()
    assert export_head(day=date(2026, 3, 1)) == exported
    assert len(exported_files()) == 1
    assert verify_trail() is None


def test_the_command_names_the_row(first: int, capsys: pytest.CaptureFixture) -> None:
    call_command("verify_audit")
    assert "The trail holds" in capsys.readouterr().out
    tamper(f"DELETE FROM {TABLE} WHERE seq = %s", first + 1)
    with pytest.raises(CommandError, match=f"row {first + 1}"):
        call_command("verify_audit")


def test_the_check_reads_rows_in_a_fixed_number_of_statements(
    first: int, django_assert_max_num_queries: Callable
) -> None:
    # Of the fifteen, five are of the check of completions and four of the logs of incidents.
    with django_assert_max_num_queries(15):
        verify_trail()
    assert connection.vendor in {"sqlite", "postgresql"}
