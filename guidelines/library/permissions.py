from typing import Any

from guidelines.library.models import GuidelinePage


def can_work_in_cms(person: Any) -> bool:
    """Whether `person` may enter the CMS at all."""
    return bool(person.is_active and person.has_perm("wagtailadmin.access_admin"))


def can_publish(person: Any, page: GuidelinePage) -> bool:
    """Whether `person` may put this page's text live inside the CMS. Editors never may."""
    return bool(page.permissions_for_user(person).can_publish())
