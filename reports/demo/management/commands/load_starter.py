from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.people.operations.setup import is_set_up
from accounts.register.operations.platforms import load_starter_platforms
from guidelines.coach.operations import load_starter_coach
from guidelines.guides.operations import load_starter_guides
from guidelines.library.models import GuidelinePage
from guidelines.library.operations import write_page
from guidelines.playbooks.operations.starter import load_starter_playbooks
from reports.demo.story import Story
from reports.demo.texts import latest_contents
from training.courses.operations.starter import load_starter_course
from training.courses.starter.pack import starter_course


class Command(BaseCommand):
    help = "Loads the starter guidelines, and the demo company unless --empty. Does nothing a second time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="drafts of the guidelines, no company")

    def handle(self, *args: Any, empty: bool, **options: Any) -> None:
        if is_set_up() or GuidelinePage.objects.exists():
            return
        with transaction.atomic():
            if empty:
                self._write_drafts()
                load_starter_platforms()
            else:
                self._found_company()

    def _write_drafts(self) -> None:
        """Guidelines, playbooks, guides and a course that an editor adapts and an approver releases."""
        self._say("Writing drafts of the starter guidelines …")
        for contents in latest_contents():
            for language, content in contents.items():
                write_page(content["slug"], language, content, None)
        load_starter_course(starter=starter_course(), by=None)
        load_starter_guides(by=None)
        load_starter_coach(by=None)
        load_starter_playbooks(by=None)

    def _found_company(self) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("The demo company is for development only (PORTAL_DEMO). Use --empty.")
        self._say("Founding the demo company and telling a year of its history (a minute or two, once) …")
        Story(now=timezone.now()).tell()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
