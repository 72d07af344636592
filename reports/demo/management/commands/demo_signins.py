from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from accounts.people.models import Employee
from accounts.people.operations.setup import is_set_up, setup_token
from reports.demo.cast import SIGN_INS


class Command(BaseCommand):
    help = "Prints who can sign in: a link per role, or the token of the first run."

    def handle(self, *args: Any, **options: Any) -> None:
        base = settings.PORTAL_BASE_URL.rstrip("/")
        if not is_set_up():
            self.stdout.write(f"Set the portal up: {base}{reverse('people:portal-set-up')}")
            self.stdout.write(f"One-time token:    {setup_token()}")
            return
        if not settings.PORTAL_DEMO:
            return
        self.stdout.write("\nSign in as (a click, no password; only on this machine):\n")
        names = dict(Employee.objects.values_list("login_id", "name"))
        for login_id, role in SIGN_INS:
            if login_id in names:
                address = f"{base}{reverse('demo:sign-in', args=[login_id])}"
                self.stdout.write(f"  {role:<24} {names[login_id]:<18} {address}")
        if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
            self.stdout.write(f"\nMail is not sent; it is written to {settings.EMAIL_FILE_PATH}.\n")
