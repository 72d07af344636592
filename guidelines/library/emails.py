"""What this room mails: that somebody commented on a page. What was said is read in the CMS."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import COMMENTS_RELATION_NAME, Page

from accounts.people.models import Employee
from guidelines.library.permissions import can_work_in_cms
from portal.mail.operations import Outgoing, Recipient, send_many

TOLD = ("new_comments", "deleted_comments", "resolved_comments", "new_replies")


def tell_about_comments(page: Page, changes: Mapping[str, Any], *, by: Employee) -> None:
    """One mail an hour to whoever follows the page or has a part in what changed, and wants such mails."""
    if not any(changes[name] for name in TOLD):
        return
    context = {"title": page.get_admin_display_title(), "page": page.pk, "by": by.name}
    hour = timezone.now().strftime("%Y%m%d%H")
    send_many(
        "library.comments",
        [
            Outgoing(
                Recipient(person.ref, person.email, person.language, person.name),
                context,
                key=f"comments:{page.pk}:{person.ref}:{hour}",
            )
            for person in _concerned(page, changes).exclude(pk=by.pk)
            if person.email and can_work_in_cms(person)
        ],
    )


def _concerned(page: Page, changes: Mapping[str, Any]) -> Any:
    threads = [comment.pk for comment in changes["resolved_comments"]]
    threads += [comment.pk for comment, _replies in changes["new_replies"]]
    follows = Q(page_subscriptions__page=page, page_subscriptions__comment_notifications=True)
    takes_part = Q(comment_replies__comment__in=threads) | Q(**{f"{COMMENTS_RELATION_NAME}__in": threads})
    declined = Q(wagtail_userprofile__updated_comments_notifications=False)
    return Employee.objects.who_may_sign_in().filter(follows | takes_part).exclude(declined).distinct()
