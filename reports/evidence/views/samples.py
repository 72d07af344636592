"""An auditor's random samples: drawn by a seed, on record, each certificate a click away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people.views.access import only_for
from portal.audit.rules import RuleBroken
from reports.evidence.forms import SampleForm
from reports.evidence.limits import SAMPLE_OPEN_DAYS
from reports.evidence.models import EvidenceSample
from reports.evidence.operations import draw_sample
from reports.evidence.permissions import can_sample

LISTED = 50
RELATED = ("acknowledgement__record", "acknowledgement__version__policy", "acknowledgement__rendition")
FROZEN = ("acknowledgement__rendition__html", "acknowledgement__rendition__text")


@only_for(can_sample)
@require_http_methods(["GET", "HEAD", "POST"])
def list_samples(request: HttpRequest) -> HttpResponse:
    """Draw one; below, the samples drawn so far, by whomever."""
    form = SampleForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            sample = draw_sample(**form.cleaned_data, by=request.user)
            return redirect("evidence:sample-show", ref=sample.ref)
        except RuleBroken as refusal:
            messages.error(request, str(refusal.message))
    samples = EvidenceSample.objects.select_related("drawn_by").order_by("-drawn_at", "-pk")[:LISTED]
    context = {"form": form, "samples": samples, "days": SAMPLE_OPEN_DAYS}
    return render(request, "evidence/samples.html", context, status=422 if form.errors else 200)


@only_for(can_sample)
@require_safe
def show_sample(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What was drawn. Names stand in the certificates; opening one is a row of the trail."""
    sample = get_object_or_404(EvidenceSample.objects.of(request.user), ref=ref)
    rows = sample.drawn.select_related(*RELATED).defer(*FROZEN).prefetch_related("acknowledgement__evidence")
    context = {
        "sample": sample,
        "rows": rows,
        "is_open": EvidenceSample.objects.open().filter(pk=sample.pk).exists(),
        "days": SAMPLE_OPEN_DAYS,
    }
    return render(request, "evidence/sample.html", context)
