import argparse
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.upkeep.catalogues import compile_all


class Command(BaseCommand):
    help = "Bring messages, database and, in production, static files up to date. Run it after every update."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--starter", action="store_true", help="load the starter content, once")
        parser.add_argument("--empty", action="store_true", help="with --starter: without the demo company")

    def handle(self, *args: Any, starter: bool, empty: bool, **options: Any) -> None:
        compile_all()
        self._say("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        call_command("complete_facts", stdout=self.stdout)
        if starter:
            call_command("load_starter", empty=empty, stdout=self.stdout)
            call_command("demo_signins", stdout=self.stdout)

    def _say(self, text: str) -> None:
        """At once, also into a pipe: the next step may take a while."""
        self.stdout.write(text)
        self.stdout.flush()
