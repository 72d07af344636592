"""Whose words stand in a draft: none of them may approve it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.models import PageLogEntry, Revision
from wagtail_localize.models import StringTranslation

from accounts.people.models import Employee


def authors_since(pages: Iterable[int], translation_key: UUID, since: datetime) -> QuerySet[Employee]:
    """Everybody who changed one of `pages` (primary keys of all languages) or its translation after `since`.

    Revisions can be purged, so the log of the CMS counts too; translators need not have saved a draft at all.
    """
    pks = list(pages)
    revisions = Revision.objects.filter(
        object_id__in=[str(pk) for pk in pks], base_content_type__model="page", created_at__gt=since
    )
    edits = PageLogEntry.objects.filter(page__in=pks, content_changed=True, timestamp__gt=since)
    words = StringTranslation.objects.filter(context__object=translation_key, updated_at__gt=since)
    return Employee.objects.filter(
        Q(pk__in=revisions.values("user"))
        | Q(pk__in=edits.values("user"))
        | Q(pk__in=words.values("last_translated_by"))
    )
