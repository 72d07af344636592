"""Look at jobs that need a hand, and try failed ones again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from portal.jobs.models import Job
from portal.jobs.operations import retry


class Command(BaseCommand):
    help = "List stuck and failed jobs; --retry gives failed ones a fresh set of attempts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", default="", help="only this kind of job")
        parser.add_argument("--retry", action="store_true", help="queue the failed ones again")

    def handle(self, *args: Any, kind: str, retry: bool, **options: Any) -> None:
        jobs = Job.objects.filter(kind=kind) if kind else Job.objects.all()
        if retry:
            self._retry(jobs)
            return
        self._list("Stuck", jobs.stuck(timezone.now()))
        self._list("Failed", jobs.failed())

    def _list(self, heading: str, jobs: Any) -> None:
        self.stdout.write(f"{heading}: {jobs.count()}")
        for job in jobs.order_by("pk")[:100]:
            self.stdout.write(
                f"  {job.ref}  {job.kind}  {job.state}  attempts {job.attempts}  "
                f"since {job.created_at:%Y-%m-%d %H:%M} UTC  {job.error}".rstrip()
            )

    def _retry(self, jobs: Any) -> None:
        queued = sum(retry(job=job) for job in jobs.failed().order_by("pk"))
        self.stdout.write(f"Queued again: {queued}")
