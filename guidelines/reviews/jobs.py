"""Dossiers are made in the background; actions that are due remind their owners."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from guidelines.incidents.models import Incident
from guidelines.reviews.emails import remind_of_actions
from guidelines.reviews.operations.dossiers import KIND, issue_dossier
from portal.documents.failures import PdfUnavailable
from portal.documents.views import CANNOT_BE_SEALED
from portal.jobs.choices import Queue
from portal.jobs.models import Job
from portal.jobs.registry import every, handler
from portal.jobs.running import CannotSucceed, Run


def dossier_page(job: Job) -> str:
    incident = Incident.objects.get(pk=job.payload["incident"])
    return reverse("reviews:dossier-list", args=[incident.ref])


@handler(
    KIND,
    queue=Queue.DOCUMENTS,
    title=_("Making the dossier of an incident"),
    reasons={"pdf_unavailable": CANNOT_BE_SEALED},
    result_url=dossier_page,
)
def make_dossier(run: Run) -> dict[str, Any]:
    """Issue it once; a second run finds the first one's (E1)."""
    incident = Incident.objects.get(pk=run.payload["incident"])
    by = Employee.objects.get(pk=run.payload["by"])
    try:
        dossier = issue_dossier(incident, language=run.payload["language"], by=by)
    except PdfUnavailable as error:
        raise CannotSucceed("pdf_unavailable") from error
    return {"dossier": dossier.pk}


@every(hours=24, kind="reviews.remind", title=_("Reminding of actions after incidents"))
def remind(run: Run) -> dict[str, int]:
    """On the day an action is due, and every week after."""
    return {"reminded": remind_of_actions(timezone.localdate())}
