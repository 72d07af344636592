"""The one job of this room: telling the record store of one completion."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.jobs.choices import Queue
from portal.jobs.models import Job
from portal.jobs.registry import handler
from portal.jobs.running import Run
from training.courses.models import CourseText
from training.xapi.choices import SAID, DispatchState
from training.xapi.models import Dispatch
from training.xapi.operations import KIND, note_attempt, note_outcome
from training.xapi.sealing import secrets_of
from training.xapi.sending import StoreRefused, StoreUnavailable, put
from training.xapi.statements import Said, statement

RELATED = (
    "store",
    "completion__course",
    "completion__version",
    "completion__employee",
    "completion__attempt",
)


def _gave_up(job: Job) -> None:
    dispatch = Dispatch.objects.queued().filter(pk=job.payload["dispatch"]).first()
    if dispatch is not None:
        note_outcome(dispatch, DispatchState.FAILED, dispatch.error or job.error)


@handler(
    KIND,
    queue=Queue.DOCUMENTS,
    title=_("Telling the record store of a completed course"),
    max_attempts=settings.XAPI_MAX_ATTEMPTS,
    on_failed=_gave_up,
)
def send(run: Run) -> None:
    """Tell it, at least once. A crash between its answer and the row says the same again, under the same id.

    Whether the store is still switched on is asked at the last moment.
    """
    found = Dispatch.objects.queued().select_related(*RELATED)
    dispatch = found.filter(pk=run.payload["dispatch"], store__is_on=True).first()
    if dispatch is None:
        return
    with run.step(0, 1):
        note_attempt(dispatch)
    try:
        _tell(run, dispatch)
    except StoreRefused as refusal:
        _end(run, dispatch, DispatchState.REFUSED, str(refusal))
    except StoreUnavailable as obstacle:
        with run.step(0, 1, must_finish=True):
            note_outcome(dispatch, DispatchState.QUEUED, str(obstacle))
        raise
    else:
        _end(run, dispatch, DispatchState.SENT)


def _tell(run: Run, dispatch: Dispatch) -> None:
    store, secrets = dispatch.store, secrets_of(dispatch.store)
    said = said_of(dispatch, secrets.pseudonym(dispatch.completion.employee.ref))
    for verb in SAID[dispatch.completion.basis]:
        run.progress(0, 1)
        put(
            statement(said, verb),
            endpoint=store.endpoint,
            username=store.username,
            password=secrets.password,
        )


def said_of(dispatch: Dispatch, actor: str) -> Said:
    """What is behind the statements, from rows that never change."""
    completion = dispatch.completion
    texts = CourseText.objects.filter(version=completion.version_id).values_list("language", "title")
    return Said(
        base=settings.PORTAL_BASE_URL,
        store=dispatch.store.ref,
        source=dispatch.source,
        actor=actor,
        course=completion.course.ref,
        titles=dict(texts),
        version=completion.version.number if completion.version else "",
        at=completion.at,
    )


def _end(run: Run, dispatch: Dispatch, state: DispatchState, error: str = "") -> None:
    with run.step(1, 1, must_finish=True):
        note_outcome(dispatch, state, error)
