from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reports.exports import verify_bundle


class Command(BaseCommand):
    """Checks a bundle with the very file that every bundle carries; exit code 1 when something is wrong."""

    help = "Check a bundle of acknowledgements and name the first thing that is wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bundle")
        parser.add_argument("--lang", choices=("en", "de"), default="en")
        parser.add_argument("--head", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        arguments = [options["bundle"], "--lang", options["lang"], "--head", options["head"]]
        code = verify_bundle.main(arguments, out=self.stdout._out)
        if code:
            raise SystemExit(code)
