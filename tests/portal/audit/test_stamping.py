"""Time stamps of the daily head: off by default, an outage blocks nothing, and what is stored is checked."""

from datetime import date

import pytest

from portal.audit.models import ExportedHead, HeadTimeStamp
from portal.audit.operations import export_head, keep_time_stamp
from portal.audit.stamping import Authority, AuthorityUnavailable, ask_for_stamp, what_is_wrong_with
from portal.audit.verification import verify_trail
from portal.jobs.choices import JobState
from portal.jobs.operations import enqueue
from tests.jobs_tools import drain
from tests.portal.audit.time_stamping import authority

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9/tsa"


@pytest.fixture
def heads(act) -> list[ExportedHead]:
    made = []
    for day in (1, 2, 3):
        act()
        made.append(export_head(day=date(2026, 3, day)))
    return made


def run_job(kind: str) -> dict:
    enqueue(kind, payload={})
    (job,) = drain()
    assert job.state == JobState.READY
    return job.result


def test_off_by_default(heads: list[ExportedHead]) -> None:
    assert run_job("audit.stamp_heads") == {"stamped": 0}
    assert not HeadTimeStamp.objects.exists()


def test_every_waiting_head_is_stamped_once(heads: list[ExportedHead], settings) -> None:
    with authority() as settings.TSA_URL:
        assert run_job("audit.stamp_heads") == {"stamped": 3}
        assert run_job("audit.stamp_heads") == {"stamped": 0}
    assert verify_trail() is None


def test_an_outage_blocks_nothing_and_is_caught_up(heads: list[ExportedHead], settings) -> None:
    settings.TSA_URL = NOWHERE
    assert run_job("audit.stamp_heads") == {"stamped": 0}
    assert verify_trail() is None
    with authority() as settings.TSA_URL:
        assert run_job("audit.stamp_heads") == {"stamped": 3}


@pytest.mark.parametrize(
    "how",
    [
        {"answer": b""},
        {"answer": b"<html>not today</html>"},
        {"content_type": "text/html"},
        {"status": 302},
        {"status": 503},
        {"answer": b"\x30\x82\xff\xff" + b"x" * 400_000},
    ],
)
def test_nonsense_from_the_authority_is_an_outage(heads: list[ExportedHead], how: dict) -> None:
    with authority(**how) as url, pytest.raises(AuthorityUnavailable):
        ask_for_stamp(heads[0], url)


def test_only_http_addresses() -> None:
    with pytest.raises(ValueError, match="http"):
        Authority("file:///etc/hostname")


def test_a_token_proves_one_head_only(heads: list[ExportedHead]) -> None:
    """K11: a token moved to another day, or altered, is found by the check of the trail."""
    with authority() as url:
        token = ask_for_stamp(heads[0], url)
    assert what_is_wrong_with(token, heads[0]) == ""
    assert what_is_wrong_with(token, heads[1])
    assert what_is_wrong_with(token[:-40] + bytes(40), heads[0])
    assert what_is_wrong_with(b"junk", heads[0])
    keep_time_stamp(head=heads[1], authority=url, token=token)
    broken = verify_trail()
    assert broken is not None
    assert broken.seq == heads[1].seq
    assert "time stamp of 2026-03-02" in broken.why


def test_the_daily_export_runs_as_a_job(act) -> None:
    act()
    assert run_job("audit.export_head")["seq"] > 0
    assert ExportedHead.objects.count() == 1
