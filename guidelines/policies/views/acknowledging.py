"""One acknowledgement, one screen. There is no way here to answer more than one request (K9)."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.people.authentication import how_authenticated, is_at_kiosk
from accounts.people.calendar import local_day
from guidelines.policies.choices import Method, RequestState
from guidelines.policies.forms import CONFIRM, DECLINE, RESERVE, AnswerForm, ReservationForm
from guidelines.policies.models import AcknowledgementRequest, Rendition
from guidelines.policies.operations import acknowledge, acknowledge_under_reservation, decline_consent
from guidelines.policies.operations.acknowledging import Read
from guidelines.policies.reading import in_language
from guidelines.policies.rules import RequestNotOpen, TextChanged
from guidelines.policies.standing import standing_of
from guidelines.policies.views.texts import text_context, wanted_language
from guidelines.policies.wording import words_of
from portal.audit.rules import RuleBroken

Asked = AcknowledgementRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge_request(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show what is asked; take the answer. Somebody else's request does not exist here."""
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    mine = AcknowledgementRequest.objects.of(request.user).select_related("policy__current", "version")
    asked = get_object_or_404(mine, ref=ref)
    return _take(request, asked) if request.method == "POST" else _show(request, asked)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To sign-in and back to this request. An answer sent by a session that has ended counts for nothing."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    messages.info(
        request, _("Your session had ended. Nothing was recorded. Sign in and you are back at the text.")
    )
    language = {"lang": request.GET["lang"]} if "lang" in request.GET else {}
    return redirect_to_login(f"{request.path}?{urlencode({**language, 'resumed': 1})}")


def _show(request: HttpRequest, asked: Asked) -> HttpResponse:
    if asked.state == RequestState.OPEN:
        return _page(request, asked, ReservationForm())
    given = getattr(asked, "acknowledgement", None)
    if given is not None:
        return redirect("policies:acknowledgement-detail", ref=given.ref)
    if asked.state == RequestState.SUPERSEDED:
        return _changed(request, asked, asked.version.number, status=200)
    return _closed(request, asked)


def _take(request: HttpRequest, asked: Asked) -> HttpResponse:
    answer = AnswerForm(request.POST)
    if not answer.is_valid():
        return _again(request, asked, _("Nothing was recorded. Please answer with one of the buttons."))
    data = answer.cleaned_data
    try:
        return ANSWERS[data["answer"]](request, asked, Read(data["rendition"], data["sha256"]))
    except TextChanged:
        return _changed(request, asked, _version_read(asked, data["rendition"]), status=409)
    except RequestNotOpen:
        return redirect("policies:acknowledge", ref=asked.ref)
    except RuleBroken as broken:
        return _again(request, asked, str(broken.message))


def _confirm(request: HttpRequest, asked: Asked, read: Read) -> HttpResponse:
    given = acknowledge(request=asked, read=read, by=request.user, **_how(request))
    # As text now: messages are stored where the person's language is no longer active.
    messages.success(request, str(words_of(given.statement_kind).done))
    return redirect("policies:acknowledgement-detail", ref=given.ref)


def _how(request: HttpRequest) -> dict[str, str]:
    """How the person was recognised, and whether at a shared device after a code of the HR desk (K8)."""
    method = Method.KIOSK if is_at_kiosk(request) else Method.SELF
    return {"authenticated": how_authenticated(request), "method": method}


def _reserve(request: HttpRequest, asked: Asked, read: Read) -> HttpResponse:
    form = ReservationForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    given = acknowledge_under_reservation(
        request=asked,
        read=read,
        reason=form.cleaned_data["reason"],
        by=request.user,
        **_how(request),
    )
    messages.success(request, _("Your reservation has reached HR. You will hear from them."))
    return redirect("policies:acknowledgement-detail", ref=given.ref)


def _decline(request: HttpRequest, asked: Asked, read: Read) -> HttpResponse:
    decline_consent(request=asked, by=request.user)
    messages.info(request, _("You said no. The request is closed, and nobody will remind you of it."))
    return redirect("policies:acknowledgement-list")


ANSWERS: dict[str, Callable[[HttpRequest, Asked, Read], HttpResponse]] = {
    CONFIRM: _confirm,
    RESERVE: _reserve,
    DECLINE: _decline,
}


def _page(
    request: HttpRequest, asked: Asked, reservation: ReservationForm, *, status: int = 200
) -> HttpResponse:
    """The text, the statement, the buttons."""
    today = local_day(timezone.now(), request.user.location)
    context = {
        "asked": asked,
        "policy": asked.policy,
        **text_context(request, asked.version),
        "words": words_of(asked.version.statement_kind),
        "standing": standing_of(asked, today),
        "reservation": reservation,
        "resumed": "resumed" in request.GET and request.method != "POST",
        "network_stored": settings.PORTAL_STORE_IP_AND_AGENT,
        "action": f"?{urlencode({'lang': wanted_language(request)})}",
    }
    return render(request, "policies/acknowledge.html", context, status=status)


def _again(request: HttpRequest, asked: Asked, message: str) -> HttpResponse:
    """The page as it stands now, with what was wrong; nothing was recorded."""
    asked.refresh_from_db()
    if asked.state != RequestState.OPEN:
        return _show(request, asked)
    messages.error(request, message)
    return _page(request, asked, ReservationForm(), status=400)


def _changed(request: HttpRequest, asked: Asked, since: str, *, status: int) -> HttpResponse:
    """The text was replaced while it was being read (K2)."""
    newer = AcknowledgementRequest.objects.open().of(request.user).filter(policy=asked.policy_id)
    asked.policy.refresh_from_db()
    current = asked.policy.current
    context = {
        "policy": asked.policy,
        "version": current,
        "is_retired": asked.policy.retired_at is not None,
        "newer": newer.first(),
        "since": since,
        "summary": in_language(current.change_summary, request.user.language),
    }
    return render(request, "policies/text_changed.html", context, status=status)


def _closed(request: HttpRequest, asked: Asked) -> HttpResponse:
    context = {"asked": asked, "policy": asked.policy, **text_context(request, asked.version)}
    return render(request, "policies/request_closed.html", context)


def _version_read(asked: Asked, rendition: UUID) -> str:
    """The number of the version somebody had before them, if it was one of this guideline."""
    read = Rendition.objects.filter(ref=rendition, version__policy=asked.policy_id)
    found = read.select_related("version").first()
    return found.version.number if found else ""
