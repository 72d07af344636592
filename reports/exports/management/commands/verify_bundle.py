import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reports.exports import verify_bundle
from reports.exports.courses.verifying import CourseVerifier


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
        code = verify_bundle.main(
            arguments, out=self.stdout._out, verifier=_verifier(Path(options["bundle"]))
        )
        if code:
            raise SystemExit(code)


def _verifier(path: Path) -> type[verify_bundle.Verifier]:
    """By the format that the manifest names; what cannot be read is left to the verifier to say."""
    try:
        manifest = json.loads(verify_bundle.Bundle(path).read(verify_bundle.MANIFEST))
    except (OSError, ValueError, verify_bundle.Wrong, *verify_bundle.DAMAGED):
        return verify_bundle.Verifier
    is_of_courses = isinstance(manifest, dict) and manifest.get("format") == CourseVerifier.format
    return CourseVerifier if is_of_courses else verify_bundle.Verifier
