"""In the CMS people write; courses, like guidelines, are released and never published."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from guidelines.library.registry import Held, page_keeper
from guidelines.policies.wagtail_hooks import REPLACED
from training.courses.models import Course, CourseIndexPage, CoursePage
from training.courses.operations.questions import open_course
from training.courses.permissions import can_write_courses


@hooks.register("construct_page_action_menu", order=110)
def released_not_published(menu: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    shelf = isinstance(context.get("parent_page"), CourseIndexPage) and context["view"] == "create"
    if shelf or isinstance(context.get("page"), CoursePage):
        menu[:] = [item for item in menu if item.name not in REPLACED]


@hooks.register("after_create_page")
def begin_the_course(request: HttpRequest, page: Page) -> None:
    """A course can have questions from its first draft on."""
    if isinstance(page.specific, CoursePage):
        open_course(page=page.specific, by=request.user)


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_write_courses(request.user)


@hooks.register("register_admin_menu_item")
def desk_in_the_menu() -> MenuItem:
    return DeskMenuItem(_("Course desk"), reverse("courses:desk"), icon_name="help", order=151)


@hooks.register("before_edit_page", order=-9)
def tell_where_it_stands(request: HttpRequest, page: Page) -> None:
    if request.method != "GET" or not isinstance(page.specific, CoursePage):
        return
    course = Course.objects.filter(translation_key=page.translation_key).first()
    if course is not None:
        desk = messages.button(reverse("courses:desk-course", args=[course.slug]), _("To the course desk"))
        messages.info(request, _("Questions and the release are on the course desk."), buttons=[desk])


@page_keeper
def kept_by_courses(page: Page) -> Held | None:
    """Shelves, and pages from which people learn."""
    keys = page.get_descendants(inclusive=True).values("translation_key")
    if isinstance(page.specific, CourseIndexPage):
        reason = _("The shelf of a language stays where it is: courses are written below it.")
    elif Course.objects.in_force().filter(translation_key__in=keys).exists():
        reason = _(
            "This stays where it is: people learn from what was released from here. "
            "Withdraw the course first."
        )
    else:
        return None
    return Held(reason, reverse("courses:desk"), _("To the course desk"))
