"""The Celery application. It knows one task, `portal.jobs.run_job`; rooms register handlers instead."""

import os

from celery import Celery
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

QUEUES = ("urgent", "mail", "documents")
MEMORY_POLL_SECONDS = 0.1


def make_app(name: str, *, current: bool = True) -> Celery:
    """Return an application over Django's settings and the three queues.

    `current=False` makes one for an embedded worker: a worker narrows the queues of its application, so two
    workers in one process must not share one.
    """
    made = Celery(name, set_as_current=current)
    made.config_from_object("django.conf:settings", namespace="CELERY")
    made.conf.task_queues = [Queue(queue, Exchange("portal"), routing_key=queue) for queue in QUEUES]
    made.conf.task_default_queue = QUEUES[0]
    made.conf.worker_hijack_root_logger = False
    made.conf.broker_connection_max_retries = None  # a worker outlives any absence of its broker
    if (made.conf.broker_url or "").startswith("memory://"):
        made.conf.broker_transport_options = {"polling_interval": MEMORY_POLL_SECONDS}
    made.autodiscover_tasks(["portal.jobs"], related_name="tasks")
    return made


app = make_app("portal")
