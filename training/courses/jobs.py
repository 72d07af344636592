"""What the clock wakes."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.jobs.registry import every
from portal.jobs.running import Run
from training.courses.models import AttemptAnswer


@every(daily_at="03:20", kind="courses.forget_answers", title=_("Forgetting old answers of quizzes"))
def forget_answers(run: Run) -> dict[str, Any]:
    """Single answers served the learner and, counted, the authors; the result of the attempt stays."""
    before = timezone.now() - timedelta(days=settings.TRAINING_ANSWERS_KEPT_DAYS)
    deleted, _rows = AttemptAnswer.objects.filter(attempt__ended_at__lt=before).delete()
    return {"deleted": deleted}
