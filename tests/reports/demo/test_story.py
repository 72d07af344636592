"""The demo company shows what the portal can hold."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.choices import Method, RequestState
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest, PaperConfirmation, Policy
from portal.audit.models import AuditEvent
from portal.audit.verification import verify_trail
from reports.demo.cast import SIGN_INS


@pytest.fixture
def company(db, settings):
    settings.PORTAL_DEMO = True
    call_command("load_starter")


@pytest.mark.django_db
def test_a_company_with_a_year_of_history(company, settings):
    """Sixty people, the starter guidelines with history, answers in every state, and a chain that holds."""
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
    assert set(dict(SIGN_INS)) <= set(Employee.objects.who_may_sign_in().values_list("login_id", flat=True))

    before = Employee.objects.count()
    call_command("load_starter")
    assert Employee.objects.count() == before


@pytest.mark.django_db
def test_without_the_company_the_guidelines_are_drafts(settings):
    call_command("load_starter", empty=True)
    assert not Employee.objects.exists()
    assert not Policy.objects.exists()
