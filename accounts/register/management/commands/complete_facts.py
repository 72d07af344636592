from typing import Any

from django.core.management.base import BaseCommand

from accounts.register.operations.platforms import complete_facts


class Command(BaseCommand):
    help = "Answers questions about platforms that came with an update; what is answered stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        if written := complete_facts():
            self.stdout.write(f"Answered {written} new questions about platforms.")
