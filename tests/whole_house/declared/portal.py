import uuid

from django.utils import timezone

from accounts.people.choices import Role
from portal.jobs.choices import Queue
from portal.jobs.models import Job
from tests.whole_house.access import EVERYBODY, NOBODY, ONLY_OWNER, Access, only

TRAIL_READERS = only(Role.DPO, Role.AUDITOR)
JOB = {"ref": "job.ref"}


def _job(kind: str, requester: uuid.UUID) -> Job:
    return Job.objects.create(
        kind=kind, queue=Queue.URGENT, requested_by=requester, created_at=timezone.now()
    )


THINGS = {
    "digest": lambda world: "x",
    "job": lambda world: _job("portal.sample", world.cast.ada.ref),
    "check_of_somebody_else": lambda world: _job("audit.check", uuid.uuid4()),
}
ROUTES = {
    "upkeep:live": Access(get=EVERYBODY),
    "upkeep:ready": Access(get=EVERYBODY),
    "ui:stylesheet": Access(get=EVERYBODY, ids={"digest": "digest"}),
    "ui:script": Access(get=EVERYBODY, ids={"digest": "digest"}),
    "ui:language-choose": Access(post=EVERYBODY),
    "ui:theme-choose": Access(post=EVERYBODY),
    "ui:help": Access(get=EVERYBODY),
    "ui:privacy": Access(get=EVERYBODY),
    "ui:imprint": Access(get=EVERYBODY),
    "ui:gallery": Access(get=EVERYBODY),  # answers 404 unless PORTAL_GALLERY is on
    "jobs:job-show": Access(get=ONLY_OWNER, ids=JOB),
    "jobs:job-cancel": Access(post=ONLY_OWNER, ids=JOB),
    "audit:trail-list": Access(get=TRAIL_READERS),
    "audit:person-look-up": Access(get=TRAIL_READERS, post=TRAIL_READERS),
    "audit:trail-export-csv": Access(get=TRAIL_READERS),
    "audit:trail-export-jsonl": Access(get=TRAIL_READERS),
    "audit:trail-check": Access(post=TRAIL_READERS),
    "audit:trail-check-result": Access(get=NOBODY, ids={"ref": "check_of_somebody_else.ref"}),
}
