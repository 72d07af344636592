"""What the clock wakes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.editions.emails import mail_review
from guidelines.editions.reviewing import due_reviews
from portal.jobs.registry import every
from portal.jobs.running import Run


@every(daily_at="05:15", kind="editions.reviews", title=_("Reminding of playbooks and guides to review"))
def remind_of_reviews(run: Run) -> dict[str, Any]:
    """Remind of works that are to be looked at again."""
    today = timezone.localdate()
    return {"told": sum(mail_review(review, today=today) for review in due_reviews(today))}
