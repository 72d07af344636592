"""What I owe, what I confirmed, and how to take a consent back."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from accounts.people.registry import Duty
from guidelines.policies.choices import Answer, RequestState, StatementKind
from guidelines.policies.duties import duties_of, texts_of
from guidelines.policies.emails import can_mail_receipt, mail_receipt
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest
from guidelines.policies.operations import withdraw_consent
from guidelines.policies.reading import choose
from guidelines.policies.standing import SOON_DAYS
from guidelines.policies.wording import ways_in_words

# Ended without an acknowledgement, and still worth telling the person about.
CLOSED_STATES = (RequestState.CLOSED, RequestState.EXEMPT)


@require_safe
@login_required
def acknowledgement_list(request: HttpRequest) -> HttpResponse:
    duties = sorted(duties_of(request.user), key=_urgency)
    context = {
        "owed": [duty for duty in duties if duty.required],
        "offered": [duty for duty in duties if not duty.required],
        "given": _given(request.user).order_by("-at", "-pk"),
        "closed": _closed(request.user),
        "soon_until": local_day(timezone.now(), request.user.location) + timedelta(days=SOON_DAYS),
    }
    return render(request, "policies/acknowledgement_list.html", context)


@require_safe
@login_required
def acknowledgement_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The receipt."""
    given = get_object_or_404(_given(request.user), ref=ref)
    context = {
        "given": given,
        "version": given.version,
        "rendition": given.rendition,
        "facts": _facts(given, request.user),
        "withdrawal": getattr(given, "withdrawal", None),
        "reservation": getattr(given, "reservation", None),
        "can_withdraw": _can_withdraw(given),
        "can_mail": can_mail_receipt(request.user),
        "outdated": given.policy.current_id != given.version_id and given.policy.retired_at is None,
    }
    return render(request, "policies/acknowledgement_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def consent_withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The second of two clicks (K5): what follows from it, and the button."""
    given = get_object_or_404(_given(request.user), ref=ref)
    if given.statement_kind != StatementKind.CONSENT:
        raise Http404
    if request.method == "POST":
        withdraw_consent(acknowledgement=given, by=request.user)
        messages.success(request, _("Your consent is withdrawn. It has no effect from now on."))
    if request.method == "POST" or not _can_withdraw(given):
        return redirect("policies:acknowledgement-detail", ref=given.ref)
    context = {"given": given, "rendition": given.rendition, "version": given.version}
    return render(request, "policies/consent_withdraw.html", context)


@require_POST
@login_required
def acknowledgement_mail(request: HttpRequest, ref: UUID) -> HttpResponse:
    given = get_object_or_404(_given(request.user), ref=ref)
    if can_mail_receipt(request.user):
        mail_receipt(given, to=request.user)
        messages.success(
            request, _("The PDF is on its way to %(address)s.") % {"address": request.user.email}
        )
    return redirect("policies:acknowledgement-detail", ref=given.ref)


def _given(person: Employee) -> Any:
    rows = Acknowledgement.objects.filter(employee=person).defer("rendition__html", "rendition__text")
    return rows.select_related(
        "policy", "version", "rendition", "actor", "record", "withdrawal", "reservation", "request"
    )


def _urgency(duty: Duty) -> tuple:
    return (duty.due_on is None, duty.due_on or timezone.now().date(), duty.title.casefold())


def _closed(person: Employee) -> list[dict[str, Any]]:
    requests = AcknowledgementRequest.objects.of(person).filter(state__in=CLOSED_STATES)
    rows = list(requests.select_related("version", "policy").order_by("-closed_at"))
    texts = texts_of({row.version_id for row in rows}) if rows else {}
    return [
        {
            "request": row,
            "title": choose(texts[row.version_id], row.version, wanted=person.language).rendition.title,
        }
        for row in rows
    ]


def _can_withdraw(given: Acknowledgement) -> bool:
    return given.statement_kind == StatementKind.CONSENT and not hasattr(given, "withdrawal")


def _facts(given: Acknowledgement, person: Employee) -> list[dict[str, Any]]:
    record = getattr(given, "record", None)
    is_confirmed = given.answer == Answer.CONFIRMED
    rows = [
        {
            "label": pgettext("acknowledgement", "Answer"),
            "value": _answer(given),
            "note": "" if is_confirmed else _("Neither confirmed nor refused; HR clarifies it with you."),
        },
        {"label": _("Kind of statement"), "value": given.get_statement_kind_display()},
        {
            "label": pgettext("receipt", "Time"),
            "value": _local(given.at),
            "note": _("%(moment)s UTC") % {"moment": f"{given.at:%Y-%m-%d %H:%M:%S}"},
        },
        {
            "label": _("Text"),
            "value": _("Version %(number)s, %(language)s")
            % {"number": given.version.number, "language": given.rendition.get_language_display()},
        },
        {"label": pgettext("acknowledgement", "How"), "value": given.get_method_display()},
    ]
    if record is not None:
        rows.append({"label": _("Signed in with"), "value": ways_in_words(record.authenticated)})
    if given.actor_id != person.pk:
        rows.append({"label": pgettext("receipt", "Recorded by"), "value": given.actor.name})
    return rows


def _answer(given: Acknowledgement) -> str:
    is_consent = given.statement_kind == StatementKind.CONSENT
    return capfirst(_("consent given")) if is_consent else given.get_answer_display()


def _local(at: datetime) -> str:
    """A moment in the person's zone, with its offset."""
    local = timezone.localtime(at)
    offset = f"{local:%z}"
    return f"{date_format(local, 'DATETIME_FORMAT')} (UTC{offset[:3]}:{offset[3:]})"
