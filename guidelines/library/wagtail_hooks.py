"""Where the library changes Wagtail's ways."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.telepath import register
from wagtail.admin.ui.sidebar import BaseSidebarAdapter, MainMenuModule
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.update_translations import UpdateTranslationsView

from guidelines.library.content_checks import warnings_for
from guidelines.library.models import GuidelinePage
from guidelines.library.permissions import can_publish, can_work_in_cms
from guidelines.library.translating import newest_draft
from guidelines.library.views import upload_po_file


class GuardedUpdateTranslationsView(UpdateTranslationsView):
    """wagtail-localize would let an editor without the right to publish put translations live here."""

    def form_valid(self, form: Any) -> HttpResponse:
        pages = [
            translation.get_target_instance() for translation in self.object.translations.filter(enabled=True)
        ]
        if form.cleaned_data["publish_translations"] and not self._may_publish(pages):
            raise PermissionDenied
        return super().form_valid(form)

    def _may_publish(self, pages: list[Any]) -> bool:
        return all(can_publish(self.request.user, page) for page in pages if isinstance(page, Page))


class MainMenuAdapter(BaseSidebarAdapter):
    """The side bar alone looks for a first name, and falls back to the id people sign in with."""

    js_constructor = "wagtail.sidebar.MainMenuModule"

    def js_args(self, menu: MainMenuModule) -> list[Any]:
        items, account_items, user = menu.js_args()
        return [items, account_items, {**user, "name": get_user_display_name(menu.user)}]


register(MainMenuAdapter(), MainMenuModule)


@hooks.register("register_admin_urls", order=-10)
def guarded_addresses() -> list[URLPattern]:
    """Stand before wagtail-localize's own addresses of the same views."""
    return [
        path("localize/update/<int:translation_source_id>/", GuardedUpdateTranslationsView.as_view()),
        path("localize/translate/<int:translation_id>/pofile/upload/", upload_po_file),
    ]


@hooks.register("construct_help_menu")
def without_foreign_help(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's guide leads out of the house and explains how to publish, which nobody does here."""
    items.clear()


@hooks.register("before_serve_document")
def only_for_the_cms(document: Any, request: HttpRequest) -> HttpResponse | None:
    """Stored documents are drafts' material; readers get the copy that was frozen with the released text."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
    if not can_work_in_cms(request.user):
        raise PermissionDenied
    return None


@hooks.register("before_edit_page")
def tell_translators(request: HttpRequest, page: Page) -> None:
    """The editor of translations has no panels: it gets the content check as messages."""
    if request.method != "GET" or not isinstance(page, GuidelinePage):
        return
    translations = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale
    )
    if translations.filter(enabled=True).exists():
        for warning in warnings_for(newest_draft(page)):
            messages.warning(request, f"{warning.message} {warning.excerpt}".strip())
