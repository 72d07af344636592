"""Changing the key from end to end: add, re-wrap, retire, and nothing is lost on the way."""

import uuid
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from portal.audit.models import AuditEvent
from portal.audit.operations import export_head
from portal.audit.trail import open_chain
from portal.audit.verification import verify_trail
from portal.jobs.operations import enqueue
from portal.keys.commitments import commit, person_key
from portal.keys.models import PersonKey
from portal.keys.operations import (
    KeyIsActive,
    KeyStillNeeded,
    NoSuchKey,
    add_ring_key,
    retire_key,
    rewrap_all,
)
from portal.keys.registry import needed_keys
from portal.keys.ring import add_key, ring
from tests.factories.people import TOTP_SECRET, Cast, add_totp
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_ring(settings, tmp_path: Path) -> None:
    """A ring and files of this test's own; the chain of the template is sealed by them."""
    from portal.audit.models import ChainHead

    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")
    evidence = {**settings.STORAGES["evidence"], "OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = {**settings.STORAGES, "evidence": evidence}
    ChainHead.objects.all().delete()
    open_chain()


@pytest.fixture
def sealed(cast: Cast) -> dict[uuid.UUID, str]:
    """Values of every kind; what the commitments of three people must still be afterwards."""
    from datetime import date

    add_totp(cast.ben)
    people = {uuid.uuid4(): "" for _ in range(3)}
    for ref in people:
        people[ref] = commit(ref, b"yes")
    export_head(day=date(2026, 3, 1))
    return people


def test_a_new_key_takes_over_and_the_old_one_retires(sealed: dict[uuid.UUID, str], cast: Cast) -> None:
    assert add_ring_key() == "0002"
    with pytest.raises(KeyStillNeeded):
        retire_key(key_id="0001")
    enqueue("keys.rewrap", payload={})
    (job,) = drain()
    assert job.result["rewrapped"] >= 6
    assert {key for counts in needed_keys().values() for key in counts} == {"0002"}
    retired = retire_key(key_id="0001")
    assert retired.parent.name == "retired"
    assert set(ring().keys) == {"0002"}
    assert {ref: commit(ref, b"yes") for ref in sealed} == sealed
    assert Authenticator.objects.get(user=cast.ben, type="totp").wrap().validate_code("nonsense") is False
    assert verify_trail() is None
    assert list(
        AuditEvent.objects.filter(verb__startswith="key.").order_by("seq").values_list("verb", flat=True)
    ) == [
        "key.added",
        "key.rewrapped",
        "key.retired",
    ]


def test_a_factor_still_works_under_the_new_key(sealed: dict, cast: Cast) -> None:
    from allauth.mfa.utils import decrypt

    add_ring_key()
    rewrap_all()
    retire_key(key_id="0001")
    assert decrypt(Authenticator.objects.get(user=cast.ben, type="totp").data["secret"]) == TOTP_SECRET


def test_stopped_work_goes_on_where_it_stopped(sealed: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that dies between two slices leaves both kinds readable; the next one does only the rest."""
    from contextlib import contextmanager

    from django.db import transaction

    from portal.keys import operations

    monkeypatch.setattr(operations, "AT_ONCE", 1)
    add_ring_key()

    @contextmanager
    def dies(done: int, total: int):
        if done == 2:
            raise KeyboardInterrupt
        with transaction.atomic():
            yield

    before = sum(counts["0001"] for counts in needed_keys().values())
    with pytest.raises(KeyboardInterrupt):
        rewrap_all(dies)
    left = sum(counts["0001"] for counts in needed_keys().values())
    assert before - left == 2
    assert rewrap_all() == left
    assert [commit(ref, b"yes") for ref in sealed] == list(sealed.values())


def test_a_key_in_use_is_not_retired(sealed: dict) -> None:
    with pytest.raises(KeyIsActive):
        retire_key(key_id="0001")
    with pytest.raises(NoSuchKey):
        retire_key(key_id="7777")


def test_an_altered_head_is_not_sealed_again(sealed: dict, settings) -> None:
    from portal.audit.models import ChainHead
    from portal.audit.operations import HeadAltered

    add_key(Path(settings.PORTAL_KEYS_DIR), activate=True, key_id="0002")
    ChainHead.objects.update(hash="0" * 64)
    with pytest.raises(HeadAltered):
        rewrap_all()


def test_the_command(sealed: dict, capsys: pytest.CaptureFixture) -> None:
    call_command("keys", "add")
    call_command("keys", "status")
    assert "person keys" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Re-wrap"):
        call_command("keys", "retire", "0001")
    call_command("keys", "rewrap")
    drain()
    call_command("keys", "rewrap", "--now")
    call_command("keys", "retire", "0001")
    assert "Off the ring" in capsys.readouterr().out
    assert PersonKey.objects.count() == 3
    assert all(person_key(ref) for ref in sealed)
