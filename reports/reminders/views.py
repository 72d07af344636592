"""The calendar feed: public, because calendars cannot sign in; its address is the secret."""

from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.crypto import constant_time_compare
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from accounts.people.models import Employee
from reports.reminders import limits
from reports.reminders.feed import calendar_of

# So much of the key finds the row; the rest is compared in constant time and has 162 bits.
SELECTOR = 16


@require_safe
def calendar_feed(request: HttpRequest, key: str) -> HttpResponse:
    """The due dates of whose calendar key it is; 404 for any other key, 429 for who asks too often."""
    client = str(get_adapter().get_client_ip(request))
    if limits.guesses(client) or not limits.may_read(key):
        return HttpResponse(status=429, headers={"Retry-After": str(limits.HOUR)})
    person = person_with(key)
    if person is None:
        limits.note_miss(client)
        raise Http404
    with translation.override(person.language):
        return _answer(request, calendar_of(person))


def person_with(key: str) -> Employee | None:
    """Whose calendar key it is, if they still work here."""
    candidates = Employee.objects.who_may_sign_in().filter(calendar_key__startswith=key[:SELECTOR])
    for person in candidates.select_related("location"):
        if constant_time_compare(person.calendar_key, key):
            return person
    return None


def _answer(request: HttpRequest, calendar: bytes) -> HttpResponse:
    response = HttpResponse(
        calendar,
        content_type="text/calendar; charset=utf-8",
        headers={
            "ETag": quote_etag(sha256(calendar).hexdigest()),
            "Cache-Control": "private, no-cache",
            "Content-Disposition": 'inline; filename="leitplanke.ics"',
            "X-Robots-Tag": "noindex",
            "Referrer-Policy": "no-referrer",
        },
    )
    return get_conditional_response(request, etag=response["ETag"], response=response)
