"""The page behind the link of a mail, without signing in: looking changes nothing, a button does."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guidelines.playbooks.emails import entries_of
from guidelines.playbooks.forms import ChangedForm
from guidelines.playbooks.operations.asking import confirm_entry, object_to_entry
from guidelines.playbooks.rules import LinkExpired
from guidelines.playbooks.tokens import Subject, subject_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """One contact's entries in their language; answers are limited by address.

    Mail scanners follow links, so GET and HEAD only show.
    """
    limited = ratelimit.consume_or_429(
        request,
        app="guidelines.playbooks",
        action="still_right",
        config={"still_right": settings.CONTACT_TRIES},
    )
    if limited:
        return limited
    try:
        subject = subject_of(token)
    except LinkExpired as refusal:
        return render(request, "playbooks/link_expired.html", {"reason": refusal.message}, status=410)
    with translation.override(subject.language):
        response = _answer(request, subject) if request.method == "POST" else _page(request, subject)
    response.headers["Content-Language"] = subject.language
    # Not "no-referrer": browsers would then send "Origin: null" with the answer, which is refused.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _answer(request: HttpRequest, subject: Subject) -> HttpResponse:
    if request.POST.get("answer") == "right":
        confirm_entry(subject=subject)
        return render(request, "playbooks/still_right_thanks.html", {"is_right": True})
    form = ChangedForm(request.POST)
    if not form.is_valid():
        return _page(request, subject, form)
    object_to_entry(subject=subject, text=form.cleaned_data["text"])
    return render(request, "playbooks/still_right_thanks.html", {"is_right": False})


def _page(request: HttpRequest, subject: Subject, form: ChangedForm | None = None) -> HttpResponse:
    context = {"subject": subject, "entries": entries_of(subject), "form": form or ChangedForm()}
    return render(request, "playbooks/still_right.html", context)
