"""The demo company shows what the portal can hold."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.urls import get_resolver
from django.utils import timezone

from accounts.access.deciding import standing_of
from accounts.access.duties import requests_for
from accounts.access.models import (
    AccessGrant,
    AccessPolicy,
    AccessRequest,
    AccessReview,
    PlatformTask,
    PrivateAccountConsent,
)
from accounts.access.registry import requirement_choices
from accounts.people.models import Employee
from accounts.register.choices import RouteKind
from accounts.register.models import ChannelApproval, Finding
from accounts.vault.exposure import exposed_by
from accounts.vault.models import BreakGlass, Credential, Rotation
from guidelines.incidents.models import Incident
from guidelines.policies.choices import Method, RequestState
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest, PaperConfirmation, Policy
from guidelines.policies.reviewing import reviews
from portal.audit.models import AuditEvent
from portal.audit.verification import verify_trail
from portal.jobs.models import Job
from portal.jobs.running import execute
from portal.mail.models import Message
from reports.demo import storm
from reports.demo.cast import SIGN_INS
from reports.demo.story import Story


@pytest.fixture(scope="class")
def company(share_rows):
    _ = get_resolver().url_patterns  # read once for all tests, and without the addresses of the demo
    with override_settings(PORTAL_DEMO=True), share_rows(partial(call_command, "load_starter")):
        yield


@pytest.mark.django_db
class TestCompany:
    def test_a_company_with_a_year_of_history(self, company, settings):
        """Sixty people, the starter guidelines with history, answers in every state, a chain that holds."""
        assert 55 <= Employee.objects.count() <= 65
        assert Policy.objects.in_force().count() == 7
        states = set(AcknowledgementRequest.objects.values_list("state", flat=True))
        assert states == set(RequestState)
        assert AcknowledgementRequest.objects.overdue_on(timezone.now().date()).exists()
        assert Acknowledgement.objects.filter(method=Method.PAPER).exists()
        assert PaperConfirmation.objects.filter(decided_at=None).exists()
        assert verify_trail() is None
        moments = list(AuditEvent.objects.order_by("seq").values_list("at", flat=True))
        assert moments == sorted(moments)
        sign_ins = Employee.objects.who_may_sign_in().values_list("login_id", flat=True)
        assert set(dict(SIGN_INS)) <= set(sign_ins)

        stages = {review.policy.slug: review.stage(timezone.localdate()) for review in reviews()}
        assert len(stages) == 7
        assert {slug: stage for slug, stage in stages.items() if stage} == {
            "corporate-accounts": "due",
            "customer-dialogue": "soon",
        }
        assert all(review.owner for review in reviews())

        outbox = Message.objects.filter(queued_at__lt=timezone.now() - timedelta(days=1))
        assert outbox.exists(), "the story does write to people"
        for pk in Job.objects.filter(kind="mail.deliver").values_list("pk", flat=True):
            execute(pk)
        assert mail.outbox == [], "and none of it leaves today"

        before = Employee.objects.count()
        call_command("load_starter")
        assert Employee.objects.count() == before

    def test_people_work_on_its_accounts(self, company):
        """Access in use, by a role and by a shared login; what waits for somebody in every part."""
        now = timezone.now()
        running = AccessGrant.objects.running().with_parts().order_by("pk")
        usable = {
            grant.person.login_id: grant.route.kind
            for grant in running
            if standing_of(grant, now).can_be_used
        }
        assert usable == {
            "ben": RouteKind.DELEGATED,
            "amira": RouteKind.SHARED,
            "kaja": RouteKind.DELEGATED,
            "priya": RouteKind.TOKEN,
        }
        assert PlatformTask.objects.open().get().grant.person.login_id == "lotta"
        mara = Employee.objects.get(login_id="mara")
        assert [request.person.login_id for request in requests_for(mara)] == ["emil"]
        assert AccessRequest.objects.get(state="expired").person.login_id == "nils"
        review = AccessReview.objects.get()
        assert (review.state, review.items.count(), review.items.not_settled().count()) == ("open", 4, 2)
        assert PrivateAccountConsent.objects.holding(now).get().person == mara
        states = ChannelApproval.objects.order_by("pk").values_list("platform__slug", "state")
        assert dict(states) == {"instagram": "approved", "whatsapp-business": "requested"}
        policy = AccessPolicy.objects.exclude(account=None).get()
        assert set(policy.required) <= set(dict(requirement_choices()))
        overdue = Finding.objects.standing().filter(due_on__lt=timezone.localdate())
        assert overdue.count() <= 2

    def test_its_vault_is_in_use(self, company):
        """Secrets of every kind, one emergency that was judged, and changes that wait for somebody."""
        assert set(Credential.objects.values_list("kind", flat=True)) >= {
            "password",
            "totp",
            "recovery_codes",
            "hardware_key",
        }
        assert BreakGlass.objects.get().state == "justified"
        causes = Rotation.objects.unfinished().values_list("account__platform__slug", "cause")
        assert dict(causes) == {"instagram": "break_glass", "x": "planned"}
        amira = Employee.objects.get(login_id="amira")
        assert [one.account.platform.slug for one in exposed_by(amira)] == ["x"]

    def test_its_incident_is_an_hour_old(self, company):
        """Whatever the day and the hour: people look into a room in which something is going on now."""
        running, over = Incident.objects.order_by("-pk")[:2]
        now = timezone.now()
        assert now - timedelta(hours=2) < running.opened_at < running.started_at < now
        assert (running.status, running.social, running.media) == ("active", 3, 1)
        tasks = list(running.tasks.all())
        overdue = [one.key for one in tasks if one.state == "open" and one.due_at < now]
        assert len(overdue) <= 1
        assert {one.state for one in tasks} == {"open", "done"}
        assert set(running.statements.values_list("state", flat=True)) == {"published", "waiting"}
        assert not running.alarms.open().exists()
        assert all(rows.exists() for rows in (running.evidence, running.samples, running.decisions))
        assert (over.status, over.review.is_open) == ("closed", False)
        assert over.review.findings.count() == 3


@pytest.mark.parametrize("moment", ["2026-11-29 00:05", "2026-12-25 12:00", "2027-03-28 23:59"])
def test_its_incident_comes_last_at_any_hour(moment):
    """The rest of the year ends in the afternoon of yesterday; nothing is told out of order."""
    story = Story(now=datetime.fromisoformat(f"{moment}+00:00"))
    minutes = [ago for ago, _tell, _facts in storm.events()]
    assert minutes == sorted(minutes, reverse=True)
    assert min(minutes) > 0
    assert story.now - timedelta(minutes=max(minutes)) > story._ago(0.001)


@pytest.mark.django_db
def test_without_the_company_the_guidelines_are_drafts(settings):
    call_command("load_starter", empty=True)
    assert not Employee.objects.exists()
    assert not Policy.objects.exists()
