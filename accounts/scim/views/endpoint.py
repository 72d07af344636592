from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
@never_cache
def endpoint(request: HttpRequest, path: str = "") -> HttpResponse:
    """All of SCIM. A token lets in; cookies count for nothing here."""
    from accounts.scim.protocol import answer  # it takes a second to load, and most portals have no directory

    base_url = request.build_absolute_uri(reverse("scim:root")).rstrip("/")
    return answer(request, path, base_url)
