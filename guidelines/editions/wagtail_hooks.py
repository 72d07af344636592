"""In the CMS people write; playbooks and guides, like guidelines, are released and never published."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from guidelines.editions.choices import ProposalState
from guidelines.editions.drafts import differs, pinned_texts
from guidelines.editions.models import Work
from guidelines.editions.operations.works import open_work
from guidelines.editions.pages import EditedPage
from guidelines.editions.permissions import can_write_works
from guidelines.editions.registry import genres
from guidelines.editions.rules import WorkWithdrawn
from guidelines.library.registry import Held, page_keeper
from guidelines.policies.wagtail_hooks import REPLACED
from portal.audit.rules import RuleBroken

PROPOSE = "action-propose-edition"


class ProposeMenuItem(ActionMenuItem):
    """Saves the draft, then leads to the proposal."""

    name = PROPOSE
    label = gettext_lazy("Save and propose release")
    icon_name = "success"
    order = 10

    def is_shown(self, context: dict[str, Any]) -> bool:
        return super().is_shown(context) and can_write_works(context["request"].user)


@hooks.register("construct_page_action_menu", order=110)
def released_not_published(menu: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Nobody finds "Publish" or the workflow on a work, approvers neither."""
    on_shelf = _is_shelf(context.get("parent_page")) and context["view"] == "create"
    if not on_shelf and not isinstance(context.get("page"), EditedPage):
        return
    menu[:] = [item for item in menu if item.name not in REPLACED]
    item = ProposeMenuItem()
    if item.is_shown(context):
        menu.insert(min(1, len(menu)), item)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def begin_and_go_on(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page has its work from the first draft on; whoever wants to propose is led to it."""
    edited = page.specific
    if not isinstance(edited, EditedPage):
        return None
    work = _opened(request, edited)
    return redirect("editions:work-propose", work.genre, work.slug) if PROPOSE in request.POST else None


@hooks.register("after_copy_page")
def begin_the_copy(request: HttpRequest, page: Page, copy: Page) -> None:
    if isinstance(copy.specific, EditedPage):
        _opened(request, copy.specific)


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_write_works(request.user)


@hooks.register("register_admin_menu_item")
def desk_in_the_menu() -> MenuItem:
    label = pgettext_lazy("navigation", "Playbooks and guides")
    return DeskMenuItem(label, reverse("editions:desk"), icon_name="success", order=152)


@hooks.register("before_edit_page", order=-9)
def tell_where_it_stands(request: HttpRequest, page: Page) -> None:
    """Before the editor of translations takes over: what people read, and whether the draft says it too."""
    edited = page.specific
    if request.method != "GET" or not isinstance(edited, EditedPage):
        return
    work = Work.objects.filter(translation_key=page.translation_key).select_related("current").first()
    if work is None:
        return
    button = messages.button(reverse("editions:desk-work", args=[work.genre, work.slug]), _("To the desk"))
    messages.info(request, _standing(work, edited), buttons=[button])


@page_keeper
def kept_by_editions(page: Page) -> Held | None:
    """Shelves, and pages of what people work from or are about to."""
    keys = page.get_descendants(inclusive=True).values("translation_key")
    if _is_shelf(page):
        reason = _("The shelf of a language stays where it is: what is released is written below it.")
    elif Work.objects.bound().filter(translation_key__in=keys).exists():
        reason = _(
            "This stays where it is: people work from what was released from here, or are about to. "
            "An approver can withdraw it first; after that it can be deleted."
        )
    else:
        return None
    return Held(reason, reverse("editions:desk"), _("To the desk"))


def _opened(request: HttpRequest, page: EditedPage) -> Work:
    """Whom the CMS lets write here need not be one of our writers; the work is there all the same."""
    return open_work(page=page, by=request.user if can_write_works(request.user) else None)


def _is_shelf(page: Page | None) -> bool:
    return page is not None and isinstance(page.specific, tuple(genre.shelf for genre in genres()))


def _standing(work: Work, page: EditedPage) -> str:
    if work.retired_at:
        return str(WorkWithdrawn.message)
    if work.proposals.filter(state=ProposalState.SUBMITTED).exists():
        return _("A proposal is on its way. What you change now is not part of it.")
    if work.current is None:
        return _("Nobody can read this yet. Propose the release when it is ready.")
    if _says_something_new(work, page):
        return _("This draft differs from what people read: edition %(number)s.") % {
            "number": work.current.number
        }
    return _("People read this as edition %(number)s.") % {"number": work.current.number}


def _says_something_new(work: Work, page: EditedPage) -> bool:
    try:
        return differs(work, [one for one in pinned_texts(page) if one.frozen.language == page.language])
    except RuleBroken:
        return True
