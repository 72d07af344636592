"""What account admins do on the platforms and attest here."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access.choices import TaskKind
from accounts.access.forms.grants import ProofForm
from accounts.access.models import PlatformTask
from accounts.access.operations import attest_invitation, finish_task
from accounts.access.permissions import can_do_tasks
from accounts.people.views.access import attempt, only_for

PAGE = 50


@only_for(can_do_tasks)
@require_GET
def list_tasks(request: HttpRequest) -> HttpResponse:
    """What is to be removed comes first: somebody could still get in."""
    tasks = PlatformTask.objects.open().with_parts().by_urgency()
    page = Paginator(tasks, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": {}, "today": timezone.localdate()}
    return render(request, "access/tasks/list.html", context)


@only_for(can_do_tasks)
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, ref: UUID) -> HttpResponse:
    task = get_object_or_404(PlatformTask.objects.with_parts(), ref=ref)
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _finish(request, task, form.cleaned_data["note"]):
        return redirect("access:task-list")
    return render(request, "access/tasks/finish.html", {"task": task, "form": form})


def _finish(request: HttpRequest, task: PlatformTask, note: str) -> bool:
    done = _("Done.")
    if task.kind == TaskKind.INVITE:
        return attempt(request, attest_invitation, done, grant=task.grant, note=note)
    return attempt(request, finish_task, done, task=task, note=note)
