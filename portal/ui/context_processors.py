"""What every page of the frame needs to know."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from portal.ui.registry import account_menu, nav, quick

THEMES = ("light", "dark")
BAR_PLACES = 4


def site(request):
    """Site name, the person's navigation (lazy: plain pages ask for nobody), theme, default language."""
    places = SimpleLazyObject(lambda: _entries(nav, request))
    return {
        "site_name": settings.PORTAL_SITE_NAME,
        "default_language": settings.LANGUAGE_CODE,
        "nav_items": places,
        "bar_items": SimpleLazyObject(lambda: places[:BAR_PLACES]),
        "more_items": SimpleLazyObject(lambda: places[BAR_PLACES:]),
        "quick_items": SimpleLazyObject(lambda: _entries(quick, request)),
        "account_items": SimpleLazyObject(lambda: _entries(account_menu, request)),
        "theme": chosen_theme(request),
    }


def chosen_theme(request) -> str:
    """ "light", "dark", or "" for what the device prefers."""
    theme = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else ""


def _entries(menu, request):
    person = getattr(request, "user", None)
    return menu.entries(person, request.path) if person is not None else []
