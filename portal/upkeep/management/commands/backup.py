import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.upkeep.backups import BackupProblem, back_up


class Command(BaseCommand):
    help = "Back up database and files to DIR and, apart from them, the keys to --keys DIR."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="an empty or new folder for database and files")
        parser.add_argument(
            "--keys", type=Path, required=True, help="an empty or new folder elsewhere, for the keys"
        )

    def handle(self, *args: Any, folder: Path, keys: Path, **options: Any) -> None:
        try:
            back_up(folder=folder, keys=keys)
        except (BackupProblem, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Database and files: {folder}\nKeys: {keys}\nKeep the two in different places.")
