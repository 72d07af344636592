"""What a visit to a shared device is: marked in the session, short, and over when nobody touches it."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest

from accounts.people.authentication import KIOSK
from accounts.people.models import Employee

SEEN = "kiosk_seen"


def begin(request: HttpRequest, person: Employee) -> None:
    """Open a visit. What the browser held before is gone."""
    logout(request)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.set_expiry(settings.KIOSK_LONGEST_SECONDS)
    record_authentication(request, person, KIOSK)
    touch(request)
    request.session.save()  # first: a place in "my sessions" that leads to none is tidied away
    UserSession.objects.create_from_request(request)


def is_visit(request: HttpRequest) -> bool:
    return SEEN in request.session


def is_over(request: HttpRequest) -> bool:
    """Whether the device was left alone for too long."""
    return bool(request.session[SEEN] < time.time() - settings.KIOSK_IDLE_SECONDS)


def touch(request: HttpRequest) -> None:
    request.session[SEEN] = time.time()


def end(request: HttpRequest) -> None:
    logout(request)
