from typing import Any

from django.core.management.base import BaseCommand

from guidelines.policies.search.index import reindex


class Command(BaseCommand):
    help = "Makes the search index of all guidelines in force again, for example after a restore."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reindex()} guidelines are searchable.")
