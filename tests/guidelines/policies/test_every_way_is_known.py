"""K1: the list of ways in which a page can go live is complete.

A new address, action or command of Wagtail or wagtail-localize fails here until somebody has walked it in
`holes.py`, or said that it changes no page.
"""

from collections.abc import Iterator

from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

WALKED = {
    "wagtailadmin_pages:add": "begins a draft",
    "wagtailadmin_pages:edit": "publish_in_the_editor and others",
    "wagtailadmin_pages:delete": "test_pages_that_carry_a_guideline_stay",
    "wagtailadmin_pages:unpublish": "test_pages_that_carry_a_guideline_stay",
    "wagtailadmin_pages:convert_alias": "alias_and_back",
    "wagtailadmin_pages:move": "chooses only",
    "wagtailadmin_pages:move_confirm": "move_to_another_shelf",
    "wagtailadmin_pages:copy": "copy_with_all_translations",
    "wagtailadmin_pages:workflow_action": "approve_in_a_workflow",
    "wagtail_localize:submit_page_translation": "submit_for_translation",
    "wagtail_localize:update_translations": "sync_and_publish_translations",
    "wagtail_localize:edit_string_translation": "save_a_string_of_a_live_translation",
    "wagtail_localize:upload_pofile": "bring_translations_in_a_file",
    "wagtail_localize:stop_translation": "stop_the_translation",
    "wagtail_localize:convert_to_alias": "turn_the_translation_into_an_alias",
}
CHANGES_NO_TEXT = {
    *(
        f"wagtailadmin_pages:{name}"
        for name in (
            "preview_on_add", "preview_on_edit", "view_draft", "type_use", "type_use_results",
            "choose_parent",
            "usage", "add_subpage", "search", "search_results", "set_page_position", "privacy", "set_privacy",
            "lock", "unlock", "collect_workflow_action_data", "confirm_workflow_cancellation",
            "workflow_preview", "workflow_history", "workflow_history_results", "workflow_history_detail",
            "revisions_index", "revisions_view", "revisions_revert", "revisions_unschedule",
            "revisions_compare", "history", "history_results", "usage_results", "convert_alias_results",
        )
    ),
    *(
        f"wagtail_localize:{name}"
        for name in (
            "javascript_catalog", "submit_snippet_translation", "edit_override", "download_pofile",
            "machine_translate", "preview_translation", "translations_report", "translations_report_results",
            "snippets_api_listing", "snippets_api_detail",
        )
    ),
}  # fmt: skip
ACTIONS = {
    "convert_alias", "copy", "delete", "publish", "unpublish", "move", "copy_for_translation", "create_alias",
    "revert_to_page_revision",
}  # fmt: skip
BULK = {"delete", "move", "publish", "unpublish"}
COMMANDS = {
    "publish_scheduled", "publish_scheduled_pages", "purge_revisions", "fixtree", "set_url_paths",
    "sync_locale_trees", "create_log_entries_from_revisions", "move_pages",
}  # fmt: skip
HARMLESS_COMMANDS = {
    "convert_mariadb_uuids", "purge_embeds", "rebuild_references_index", "show_references_index",
}  # fmt: skip


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, pattern.namespace or space)
        elif space in ("wagtailadmin_pages", "wagtail_localize"):
            yield f"{space}:{pattern.name}"


def test_every_address_that_could_change_a_page_is_known() -> None:
    found = set(addresses(get_resolver().url_patterns))
    assert set(WALKED) <= found
    assert found - set(WALKED) - CHANGES_NO_TEXT == set()


def test_every_action_of_the_interface_is_known() -> None:
    assert set(PagesAdminAPIViewSet.actions) == ACTIONS


def test_every_bulk_action_on_pages_is_known() -> None:
    found = bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    assert {action.action_type for action in found} == BULK


def test_every_command_of_the_cms_is_known() -> None:
    owned = {name for name, app in get_commands().items() if app in ("wagtail", "wagtail_localize")}
    assert owned == COMMANDS | HARMLESS_COMMANDS
