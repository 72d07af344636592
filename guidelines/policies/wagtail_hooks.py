"""In the CMS people write; here it learns that guidelines are released and never published, and that pages
which carry a guideline in force stay where they are (K1, ADR 0010)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from rest_framework.response import Response
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from guidelines.library.models import GuidelineIndexPage, GuidelinePage
from guidelines.library.registry import Held, held_where_it_is, page_keeper
from guidelines.policies.choices import PENDING_PROPOSALS
from guidelines.policies.drafts import binding_policies, differing_languages
from guidelines.policies.models import Policy, ReleaseProposal
from guidelines.policies.permissions import can_propose

# Publishing, and the workflow that ends in publishing.
REPLACED = frozenset(
    {
        "action-publish",
        "action-unpublish",
        "action-submit",
        "action-restart-workflow",
        "action-cancel-workflow",
        "approve",
        "reject",
    }
)
PROPOSE = "action-propose-release"
TAKES_AWAY = frozenset({"delete", "unpublish", "move"})


class ProposeMenuItem(ActionMenuItem):
    """Saves the draft, then leads to the terms of the release."""

    name = PROPOSE
    label = gettext_lazy("Save and propose release")
    icon_name = "success"
    order = 10

    def is_shown(self, context: dict[str, Any]) -> bool:
        return super().is_shown(context) and can_propose(context["request"].user)


@hooks.register("construct_page_action_menu", order=100)
def release_instead_of_publish(menu: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Nobody finds "Publish" or the workflow on a guideline, approvers neither."""
    shelf = isinstance(context.get("parent_page"), GuidelineIndexPage) and context["view"] == "create"
    if not shelf and not isinstance(context.get("page"), GuidelinePage):
        return
    menu[:] = [item for item in menu if item.name not in REPLACED]
    item = ProposeMenuItem()
    if item.is_shown(context):
        menu.insert(min(1, len(menu)), item)


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def on_to_the_terms(request: HttpRequest, page: Page) -> HttpResponse | None:
    if PROPOSE in request.POST and isinstance(page.specific, GuidelinePage):
        return redirect("policies:release-propose", page.pk)
    return None


class ReleasesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_propose(request.user)


@hooks.register("register_admin_menu_item")
def releases_in_the_menu() -> MenuItem:
    label = pgettext_lazy("navigation", "Releases")
    return ReleasesMenuItem(label, reverse("policies:release-list"), icon_name="success", order=150)


@hooks.register("before_edit_page", order=-10)
def tell_where_it_stands(request: HttpRequest, page: Page) -> None:
    """Before the editor of translations takes over: what people read, and whether the draft says it too."""
    if request.method != "GET" or not isinstance(page.specific, GuidelinePage):
        return
    policy = Policy.objects.filter(translation_key=page.translation_key).select_related("current").first()
    pending = policy and policy.proposals.filter(state__in=PENDING_PROPOSALS).first()
    if policy and policy.retired_at:
        messages.warning(request, _("This guideline has been retired. Nothing is released from it any more."))
    elif pending:
        _tell_pending(request, pending)
    elif policy and policy.current and page.locale.language_code in differing_languages(policy):
        _tell_differs(request, page, policy)


def _tell_pending(request: HttpRequest, pending: ReleaseProposal) -> None:
    show = messages.button(reverse("policies:release-show", args=[pending.ref]), _("Show the proposal"))
    messages.info(
        request, _("A proposal is on its way. What you change now is not part of it."), buttons=[show]
    )


def _tell_differs(request: HttpRequest, page: Page, policy: Policy) -> None:
    assert policy.current is not None
    message = _("This draft differs from the released text: people read version %(number)s.")
    buttons = [
        messages.button(reverse("policies:guideline-read", args=[policy.slug]), _("What people read")),
        messages.button(reverse("policies:release-propose", args=[page.pk]), _("Propose release")),
    ]
    messages.info(request, message % {"number": policy.current.number}, buttons=buttons)


@page_keeper
def kept_by_guidelines(page: Page) -> Held | None:
    """Shelves, and pages that people are held to or are about to be."""
    if isinstance(page.specific, GuidelineIndexPage):
        reason = _("The shelf of a language stays where it is: guidelines are written below it.")
    elif binding_policies(page).exists():
        reason = _(
            "This stays where it is: people are held to what was released from here, or are about to be. "
            "An approver can retire the guideline first (Releases, In force); after that it can be deleted."
        )
    else:
        return None
    return Held(reason, reverse("policies:release-list"), _("To the releases"))


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
@hooks.register("before_move_page")
def stays_where_it_is(request: HttpRequest, page: Page, *_destination: Page) -> HttpResponse | None:
    return _refuse(request, [page], page.get_parent())


@hooks.register("before_bulk_action")
def stay_where_they_are(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type not in TAKES_AWAY or not pages:
        return None
    return _refuse(request, pages, pages[0].get_parent())


def _refuse(request: HttpRequest, pages: Iterable[Page], parent: Page | None) -> HttpResponse | None:
    held = next((held for page in pages if (held := held_where_it_is(page))), None)
    if held is None:
        return None
    messages.error(request, held.reason, buttons=[messages.button(held.url, held.label)])
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_explore_root")


class GuardedPagesAPI(PagesAdminAPIViewSet):
    """The CMS's own interface runs none of the hooks above."""

    def action_view(self, request: Any, pk: int, action_name: str) -> Response:
        held = held_where_it_is(self.get_object()) if action_name in TAKES_AWAY else None
        if held is not None:
            return Response({"detail": held.reason}, status=403)
        return super().action_view(request, pk, action_name)


@hooks.register("construct_admin_api")
def guard_the_api(router: Any) -> None:
    router.register_endpoint("pages", GuardedPagesAPI)
