"""What is mine: my settings, and everything that is stored about me."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.authentication import has_second_factor
from accounts.people.forms import SettingsForm
from accounts.people.operations.self_service import renew_calendar_key, set_language, set_time_zone
from accounts.people.operations.sign_in import end_session
from accounts.people.registry import my_data_of
from portal.documents.failures import DocumentError
from portal.documents.render import render_pdf
from portal.documents.seal import seal_pdf
from portal.keys.sealing import SealKeyProblem


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def my_settings(request: HttpRequest) -> HttpResponse:
    person = request.user
    initial = {"language": person.language, "time_zone": person.time_zone}
    form = SettingsForm(request.POST or None, initial=initial, person=person)
    if request.method == "POST" and form.is_valid():
        _store(form, person)
        messages.success(request, _("Your settings are saved."))
        return redirect("people:my-settings")
    context = {"form": form, "calendar_url": calendar_url(request), "has_factor": has_second_factor(person)}
    return render(request, "people/my/settings.html", context)


@login_required
@require_POST
def renew_calendar(request: HttpRequest) -> HttpResponse:
    """A new secret link; calendars that use the old one get nothing any more."""
    had_one = bool(request.user.calendar_key)
    renew_calendar_key(person=request.user, by=request.user)
    replaced = _("The calendar link is new. The old one no longer works.")
    messages.success(request, replaced if had_one else _("Your calendar link is ready."))
    return redirect("people:my-settings")


@login_required
@require_POST
def end_my_session(request: HttpRequest, pk: int) -> HttpResponse:
    """One that is over already is what was wanted."""
    session = UserSession.objects.filter(user=request.user, pk=pk).first()
    if session is not None and session.session_key == request.session.session_key:
        return redirect("account_logout")
    if session is not None:
        end_session(session=session, by=request.user)
    messages.success(request, _("The session has ended."))
    return redirect("usersessions_list")


@login_required
@never_cache
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    return render(request, "people/my/data.html", {"sections": my_data_of(request.user)})


@login_required
@never_cache
@require_GET
def download_my_data(request: HttpRequest) -> HttpResponse:
    """The same as a file that a machine can read."""
    content = {
        "person": request.user.name,
        "at": timezone.now().isoformat(),
        "sections": [
            {"title": force_str(section.title), "rows": [_plain(row) for row in section.rows]}
            for section in my_data_of(request.user)
        ],
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@login_required
@never_cache
@require_GET
def print_my_data(request: HttpRequest) -> HttpResponse:
    """The same as a PDF, for whoever wants to keep or print it."""
    person = request.user
    context = {"person": person, "sections": my_data_of(person), "at": timezone.now()}
    html = render_to_string("people/my/data_pdf.html", {**context, "language": person.language})
    try:
        drawn = render_pdf(html, language=person.language)
        pdf = seal_pdf(drawn, reason=str(_("My data")), language=person.language)
    except (DocumentError, SealKeyProblem):
        messages.error(request, _("PDFs cannot be made at the moment. You can take the data file instead."))
        return redirect("people:my-data")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="my-data.pdf"'
    return response


def calendar_url(request: HttpRequest) -> str:
    """The secret address of my due dates, when a higher room offers the feed."""
    if not request.user.calendar_key:
        return ""
    try:
        return request.build_absolute_uri(
            reverse("reminders:calendar-feed", args=[request.user.calendar_key])
        )
    except NoReverseMatch:
        return ""


def _store(form: SettingsForm, person: Any) -> None:
    wanted = form.cleaned_data
    if wanted["language"] != person.language:
        set_language(person=person, language=wanted["language"], by=person)
    if wanted["time_zone"] != person.time_zone:
        set_time_zone(person=person, time_zone=wanted["time_zone"], by=person)


def _plain(row: dict[str, object]) -> dict[str, Any]:
    """Dates and lazy texts as text; numbers and nothing stay what they are."""
    return {
        force_str(name): value if isinstance(value, int | None) else force_str(value)
        for name, value in row.items()
    }
