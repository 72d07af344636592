import argparse
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.upkeep.backups import BackupProblem, restore


class Command(BaseCommand):
    help = "Restore a backup into an empty installation, then check the audit trail."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder with database and files")
        parser.add_argument(
            "--keys", type=Path, help="the folder with the keys, if they are not in place already"
        )

    def handle(self, *args: Any, folder: Path, keys: Path | None, **options: Any) -> None:
        try:
            restore(folder=folder, keys=keys)
        except (BackupProblem, OSError) as problem:
            raise CommandError(str(problem)) from problem
        call_command("migrate", interactive=False, verbosity=0)
        call_command("verify_audit", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("Restored. Everybody has to sign in again only if SECRET_KEY changed.")
