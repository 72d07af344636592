"""What the clock wakes: evidence goes on its day, words a while after the end, leftovers soon."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.incidents.models import EvidenceFile
from guidelines.incidents.operations.evidence import delete_evidence
from guidelines.incidents.operations.forgetting import forget_words, forgettable
from guidelines.incidents.registry import evidence_shelves
from guidelines.incidents.storing import remove
from portal.jobs.registry import every
from portal.jobs.running import Run


@every(hours=1, kind="incidents.delete_evidence", title=_("Deleting evidence on its day"))
def delete_due_evidence(run: Run) -> dict[str, Any]:
    due = list(EvidenceFile.objects.due(timezone.localdate()).select_related("incident").order_by("pk"))
    deleted = 0
    for done, evidence in enumerate(due):
        run.progress(done, len(due))
        deleted += delete_evidence(evidence=evidence)
    return {"deleted": deleted}


@every(daily_at="03:50", kind="incidents.remove_leftovers", title=_("Removing files without evidence"))
def remove_leftovers(run: Run) -> dict[str, Any]:
    """A worker that was killed between file and row, or between row and file, left them behind."""
    now = timezone.now()
    found = [name for shelf in evidence_shelves() for name in shelf.leftovers(now)]
    for name in found:
        remove(name)
    return {"removed": len(found)}


@every(daily_at="04:10", kind="incidents.forget_words", title=_("Forgetting the words of ended incidents"))
def forget_old_words(run: Run) -> dict[str, Any]:
    found = list(forgettable(timezone.now()))
    for done, incident in enumerate(found):
        run.progress(done, len(found))
        forget_words(incident=incident)
    return {"incidents": len(found)}
