"""Signing in through the pages, for the tests of this room."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.people.models import Employee
from portal.audit.models import AuditEvent
from tests.factories.people import PASSWORD, TOTP_SECRET

NEW = "another harbour, another lantern"
HOME = "/my/settings/"


def log_in(client: Client, login: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": login, "password": password})


def code() -> str:
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30))


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def verbs_of(person: Employee) -> list[str]:
    return list(
        AuditEvent.objects.filter(object_id=str(person.ref)).order_by("seq").values_list("verb", flat=True)
    )
