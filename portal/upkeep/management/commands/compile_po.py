from typing import Any

from django.core.management.base import BaseCommand

from portal.upkeep.catalogues import compile_all


class Command(BaseCommand):
    help = "Compile the German messages that changed; needs no gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{len(compile_all())} message files compiled.")
