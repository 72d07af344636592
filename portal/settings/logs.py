"""Logging: one JSON object a line in production, readable lines elsewhere; no secrets, no content."""

from typing import Any

import structlog

from portal.upkeep.redaction import redact

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
# Messages are formatted and exceptions become text before the redaction looks at them.
PLAIN: list[Any] = [
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    structlog.processors.UnicodeDecoder(),
    redact,
]


def _drop_request(_logger: Any, _method: str, event: Any) -> Any:
    """Django hangs the whole request on its records; its repr holds the path."""
    if not isinstance(event.get("request"), str):
        event.pop("request", None)
    return event


def logging_config(*, json: bool, level: str) -> dict[str, Any]:
    """Build Django's LOGGING and configure structlog to go through it."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Any = structlog.dev.ConsoleRenderer(colors=False)
    if json:
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*SHARED, structlog.stdlib.ExtraAdder(), _drop_request],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *PLAIN, renderer],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            # The request log says the same with the request's id and without the path.
            "django.server": {"handlers": ["out"], "level": "WARNING", "propagate": False},
            "django.request": {"level": "ERROR"},
            # It prints one line for each rule it does not know.
            "weasyprint": {"level": "ERROR"},
            "weasyprint.progress": {"level": "ERROR"},
            # Both name pages and tasks in each line; a title is content.
            "wagtail": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
            # A job logs its own end, with its kind; and a broker in memory has no host to complain about.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "kombu": {"level": "ERROR"},
            "fontTools": {"level": "WARNING"},
            "pyhanko": {"level": "WARNING"},
        },
    }
