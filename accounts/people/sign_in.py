"""Hooks into allauth: what it tells us about sign-ins and factors, and what it must not store (K10)."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models.signals import pre_save
from django.http import HttpRequest

from accounts.people.authentication import (
    SECOND_FACTORS,
    forget_second_factor,
    has_second_factor,
)
from accounts.people.models import Employee
from accounts.people.operations.sign_in import note_factor_change, note_refusal

NO_ADDRESS = "0.0.0.0"  # noqa: S104  allauth's column allows no empty address


def connect() -> None:
    """Called once, when the app is ready."""
    pre_save.connect(blank_address_and_agent, sender=UserSession, dispatch_uid="people.blank_address")
    mfa.authenticator_added.connect(on_factor_added, dispatch_uid="people.factor_added")
    mfa.authenticator_removed.connect(on_factor_removed, dispatch_uid="people.factor_removed")
    mfa.authenticator_reset.connect(on_factor_reset, dispatch_uid="people.factor_reset")
    mfa.authentication_failed.connect(on_factor_refused, dispatch_uid="people.factor_refused")


def blank_address_and_agent(*, instance: UserSession, **_: Any) -> None:
    """K10: neither IP address nor user agent is kept unless the company switched that on."""
    if not settings.PORTAL_STORE_IP_AND_AGENT:
        instance.ip, instance.user_agent = NO_ADDRESS, ""


def on_factor_added(*, request: HttpRequest, user: Employee, authenticator: Authenticator, **_: Any) -> None:
    """Adding a factor shows that the person has it, so the session counts as proven by it."""
    note_factor_change(person=user, verb="person.factor_added", authenticator=authenticator, request=request)
    if authenticator.type in SECOND_FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def on_factor_removed(
    *, request: HttpRequest, user: Employee, authenticator: Authenticator, **_: Any
) -> None:
    note_factor_change(
        person=user, verb="person.factor_removed", authenticator=authenticator, request=request
    )
    if not has_second_factor(user):
        forget_second_factor(request)


def on_factor_reset(*, request: HttpRequest, user: Employee, authenticator: Authenticator, **_: Any) -> None:
    note_factor_change(person=user, verb="person.factor_reset", authenticator=authenticator, request=request)


def on_factor_refused(*, user: Employee, authenticator: Authenticator | None = None, **_: Any) -> None:
    note_refusal(method=str(authenticator.type) if authenticator else "mfa", person=user)
