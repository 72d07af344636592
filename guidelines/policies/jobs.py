"""Long work and what the clock wakes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.policies.emails import mail_review
from guidelines.policies.models import Policy, Rendition
from guidelines.policies.operations.asking import reconfirm_due
from guidelines.policies.operations.releasing import release_scheduled
from guidelines.policies.printing import issue_policy_pdf
from guidelines.policies.reviewing import due_reviews
from portal.jobs.choices import Queue
from portal.jobs.registry import every, handler
from portal.jobs.running import Run


@handler("policies.release", queue=Queue.URGENT, title=_("Release on its day"))
def release(run: Run) -> dict[str, Any]:
    """Carry out an approved release on its day."""
    version = release_scheduled(proposal_pk=run.payload["proposal"])
    return {"version": version.number if version else ""}


@handler("policies.issue_pdf", queue=Queue.DOCUMENTS, title=_("PDF of a guideline"))
def issue_pdf(run: Run) -> dict[str, Any]:
    """Make the PDF of a rendition, once (E4); in the last attempt, without its layout if need be."""
    rendition = Rendition.objects.get(pk=run.payload["rendition"])
    pdf = issue_policy_pdf(rendition, at_any_rate=run.is_last_attempt)
    return {"sha256": pdf.sha256}


@every(daily_at="02:10", kind="policies.reconfirmation", title=_("Asking again for old confirmations"))
def reconfirmation(run: Run) -> dict[str, Any]:
    """Ask again whose confirmation has grown too old."""
    policies = Policy.objects.in_force().filter(current__reconfirm_months__isnull=False)
    today = timezone.now().date()
    return {"asked": sum(reconfirm_due(policy=policy, today=today) for policy in policies)}


@every(daily_at="05:10", kind="policies.reviews", title=_("Reminding of guidelines to review"))
def remind_of_reviews(run: Run) -> dict[str, Any]:
    """Remind of guidelines that are to be looked at again."""
    today = timezone.now().date()
    return {"told": sum(mail_review(review, today=today) for review in due_reviews(today))}
