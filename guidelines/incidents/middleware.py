"""What an open room asks most often, answered before anything else is looked up (ADR 0025)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse

from guidelines.incidents.models import Incident
from guidelines.incidents.tickets import room_in, seen_by


class NothingNewMiddleware:
    """Tells a room with a valid ticket that nothing is new. With news, or without a ticket, the view answers
    and looks up who asks: somebody who was shut out learns for seconds at most that nothing happened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ref = room_in(request)
        if ref and request.path_info == reverse("incidents:room-live", kwargs={"ref": ref}):
            head = Incident.objects.filter(ref=ref).values_list("head_seq", flat=True).first()
            if head is not None and head <= seen_by(request):
                return HttpResponseNotModified(headers={"Cache-Control": "no-store, private"})
        return self.get_response(request)
