"""Kill -9 in the middle: of a change of keys, and of a departure. Nothing is lost, nothing is half done."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.access.choices import LeaverState
from accounts.access.models import AccessGrant, LeaverRun
from accounts.people.choices import Status
from accounts.people.operations import leave
from accounts.people.operations.lifecycle import NotInThisStatus
from accounts.vault.models import CredentialVersion, RecoveryCode, Rotation
from portal.audit.models import AuditEvent
from portal.audit.verification import verify_trail
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from portal.jobs.running import execute
from portal.keys import ring as rings
from portal.keys.operations import add_ring_key, retire_key
from portal.mail.models import Message
from tests.factories.people import Cast
from tests.factories.sealed import opened, replaced_versions, text_of
from tests.factories.vault import access_to, credential, seen, shared_account
from tests.portal.jobs.processes import Process, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
VALUES = 180
ACCOUNTS = 6

# One process that does one thing and holds its breath where it is to be killed.
HOLD = """
import sys, time, django; django.setup()
def hold(*a, **k): open(sys.argv[1], "w").close(); time.sleep(600)
def at(module, name, count):
    kept, told = getattr(module, name), []
    def slow(*a, **k):
        told.append(1)
        if len(told) == count: hold()
        return kept(*a, **k)
    setattr(module, name, slow)
"""
REWRAP = (
    HOLD
    + """
from accounts.vault.operations import keys
from portal.jobs.running import execute
at(keys, "under_active_key", int(sys.argv[3]))
execute(int(sys.argv[2]))
"""
)
LEAVE = (
    HOLD
    + """
from django.utils import timezone
from accounts.access import emails
from accounts.access.operations import grants
from accounts.people.models import Employee
from accounts.people.operations import leave
from accounts.vault.operations import rotations
where = {"grants": (grants, "end_grant", 3), "changes": (rotations, "_expose", 4)}
where["end"] = (emails, "tell_leaver", 1)
if sys.argv[3] in where: at(*where[sys.argv[3]])
person, by = (Employee.objects.get(login_id=name) for name in ("ben", "hanna"))
leave(person=person, on=timezone.localdate(), by=by)
hold()
"""
)


@pytest.fixture
def keys(settings, tmp_path) -> Iterator[Path]:
    """A ring of this test's own, where a process started with `own_env` finds it."""
    settings.PORTAL_KEYS_DIR = str(tmp_path / "data" / "keys")
    yield Path(settings.PORTAL_KEYS_DIR)
    rings._load.cache_clear()


@pytest.fixture
def company(transactional_db, keys) -> Cast:
    cast = Cast()
    _ = (cast.ben, cast.hanna)
    return cast


@pytest.fixture
def killed(child_env, tmp_path) -> Callable[..., None]:
    """Start a process, wait until it holds its breath, and kill it."""

    def run(script: str, *arguments: object) -> None:
        mark = tmp_path / "reached"
        mark.unlink(missing_ok=True)
        env = {**child_env, "PORTAL_TEST_DATA_DIR": str(tmp_path / "data")}
        process = Process(["-c", script, str(mark), *map(str, arguments)], env, tmp_path / "log")
        wait_for(mark.exists, 60, process)
        process.kill()

    return run


def under(key_id: str) -> int:
    return CredentialVersion.objects.filter(key_id__startswith=f"{key_id}:").count()


def swept(job: Job) -> None:
    """What the sweeper and the next worker do once the lease has run out."""
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, lease_until=None, published_at=None)
    execute(job.pk)


def test_a_killed_change_of_keys_goes_on_and_loses_nothing(company, killed):
    """V5, J1: killed twice inside a slice; whole slices stand, and at the end every value opens."""
    login = credential(shared_account(company), by=company.anton)
    replaced_versions(login, VALUES, by=company.anton)
    codes = credential(login.account, by=company.anton, kind="recovery_codes", codes=("a-1", "b-2"))
    new = add_ring_key(ring_name="vault")
    job = enqueue("keys.rewrap", payload={"ring": "vault"})
    at_first = under("0001")
    killed(REWRAP, job.pk, 70)
    after_one = under(new)
    assert 0 < after_one < at_first
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, lease_until=None)
    killed(REWRAP, job.pk, 70)
    assert after_one < under(new) < at_first
    swept(job)
    job.refresh_from_db()
    assert job.state == JobState.READY
    assert (under("0001"), under(new)) == (0, at_first)
    assert set(RecoveryCode.objects.values_list("key_id", flat=True)) == {
        f"{new}:{rings.ring('vault').print_of(new)}"
    }
    retire_key(key_id="0001", ring_name="vault")
    older = CredentialVersion.objects.filter(state="retired").select_related("credential__account")
    assert [opened(version) for version in older] == [text_of(version) for version in older]
    access_to(login.account, to=company.ben, by=company.ada)
    assert [seen(codes, by=company.ben).text for _ in range(2)] == ["a-1", "b-2"]


@pytest.fixture
def leaver(company):
    """Ben has access to six accounts and saw what is kept of four of them."""
    for number in range(ACCOUNTS):
        account = shared_account(company, handle=f"@nr-{number}")
        login = credential(account, by=company.anton)
        access_to(account, to=company.ben, by=company.ada)
        if number < 4:
            seen(login, by=company.ben)
    Message.objects.all().delete()
    return company.ben


def traces(person) -> dict[str, object]:
    """Everything a departure leaves behind."""
    person.refresh_from_db()
    return {
        "status": person.status,
        "running": AccessGrant.objects.running().of(person).count(),
        "runs": LeaverRun.objects.count(),
        "changes": Rotation.objects.count(),
        "rows": AuditEvent.objects.filter(verb__startswith="leaver.").count(),
        "mails": Message.objects.count() > 0,
    }


NOTHING = {
    "status": Status.ACTIVE,
    "running": ACCOUNTS,
    "runs": 0,
    "changes": 0,
    "rows": 0,
    "mails": False,
}
EVERYTHING = {"status": Status.LEFT, "running": 0, "runs": 1, "changes": 4, "rows": 2, "mails": True}


@pytest.mark.parametrize("where", ["grants", "changes", "end"])
def test_a_departure_killed_in_the_middle_never_was(company, leaver, killed, where):
    """P2, J1: nothing of it is done, and carrying it out again does all of it, once."""
    killed(LEAVE, "-", where)
    assert traces(leaver) == NOTHING
    assert verify_trail() is None
    leave(person=leaver, on=timezone.localdate(), by=company.hanna)
    assert traces(leaver) == EVERYTHING
    assert verify_trail() is None


def test_a_departure_killed_after_its_end_is_whole(company, leaver, killed):
    """P2, J1: the process died before it could say so; a second try is refused and doubles nothing."""
    killed(LEAVE, "-", "afterwards")
    assert traces(leaver) == EVERYTHING
    run = LeaverRun.objects.get()
    assert (run.state, len(json.dumps(run.lines)) > 2) == (LeaverState.DONE, True)
    with pytest.raises(NotInThisStatus):
        leave(person=leaver, on=timezone.localdate(), by=company.hanna)
    assert traces(leaver) == EVERYTHING
    assert verify_trail() is None
