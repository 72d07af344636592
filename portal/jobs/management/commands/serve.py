"""Serve the portal with gunicorn; with a broker in memory the workers live in the same process."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from portal.jobs.embedded import ensure_started
from portal.jobs.publishing import in_memory, prepare

BIND = "127.0.0.1:8000"
THREADS = 8
GRACEFUL_SECONDS = 30


class ServerLog(Logger):
    """Gunicorn's own lines, through the portal's formatter: JSON in production, redacted everywhere."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.propagate = True


class PortalServer(BaseApplication):
    """Gunicorn, configured here instead of by its command line."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from portal.wsgi import application

        return application


def say_where(server: Any) -> None:
    """For whoever started it by hand, in one line instead of gunicorn's five."""
    addresses = " ".join(str(listener) for listener in server.LISTENERS)
    sys.stdout.write(f"Serving on {addresses}. Ctrl+C stops it.\n")
    sys.stdout.flush()


def start_workers(worker: Any) -> None:
    """In the web process, once it can serve."""
    prepare()
    if in_memory():
        worker.embedded_workers = ensure_started()


def stop_workers(_server: Any, worker: Any) -> None:
    """When the web process ends: hand running jobs back instead of losing them for a lease's length."""
    workers = getattr(worker, "embedded_workers", None)
    if workers is not None:
        workers.stop()


BY_HAND = {"loglevel": "warning", "when_ready": say_where}


class Command(BaseCommand):
    help = "Serve the portal (gunicorn, threads)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--bind", action="append", help="address:port or unix:path, more than once if needed"
        )
        parser.add_argument("--workers", type=int, default=settings.PORTAL_WEB_PROCESSES)
        parser.add_argument("--threads", type=int, default=THREADS)

    def handle(self, *args: Any, bind: list[str] | None, workers: int, threads: int, **options: Any) -> None:
        if in_memory() and workers != 1:
            raise CommandError(
                "CELERY_BROKER_URL is memory://, which reaches one process only: use --workers 1, "
                "or set CELERY_BROKER_URL=redis://… and start celery workers."
            )
        connections.close_all()
        PortalServer(
            {
                "bind": bind or [BIND],
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "graceful_timeout": GRACEFUL_SECONDS,
                "logger_class": ServerLog,
                "errorlog": None,
                **(BY_HAND if settings.DEBUG else {}),
                "post_worker_init": start_workers,
                "worker_exit": stop_workers,
                "control_socket_disable": True,
            }
        ).run()
