"""My channels: everything I may use now, by which route, until when, and the next step."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access.choices import GrantState
from accounts.access.deciding import standings_of
from accounts.access.models import AccessGrant, AccessRequest, PrivateAccountConsent
from accounts.access.steps import step_for
from accounts.people.views.access import only_for
from accounts.register.permissions import works_here

PAST_DAYS = 90


@only_for(works_here)
@require_GET
def my_channels(request: HttpRequest) -> HttpResponse:
    """What can be used comes first, then what waits for something."""
    person, now = request.user, timezone.now()
    running = list(AccessGrant.objects.running().of(person).with_parts().order_by("ends_at", "pk"))
    channels = list(zip(running, standings_of(running, now), strict=True))
    channels.sort(key=lambda channel: not channel[1].can_be_used)
    ended = AccessGrant.objects.of(person).filter(
        state=GrantState.ENDED, ended_at__gte=now - timedelta(days=PAST_DAYS)
    )
    context = {
        "channels": [(grant, standing, step_for(grant, standing)) for grant, standing in channels],
        "requests": AccessRequest.objects.undecided().of(person).with_parts().order_by("-pk"),
        "consents": PrivateAccountConsent.objects.filter(person=person, ended_at=None).select_related(
            "route__account__platform"
        ),
        "ended": ended.with_parts().order_by("-ended_at"),
    }
    return render(request, "access/channels.html", context)
