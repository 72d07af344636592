from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.upkeep.health import State, memory


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches neither database nor files: a restart would not mend those."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The process can do its work: 200 when ready or degraded, 503 otherwise; says which part, never why.

    A warning leaves the state alone: it asks for somebody within weeks.
    """
    health = memory.current()
    status = 503 if health.state == State.UNAVAILABLE else 200
    answer = {"status": health.state, "failed": list(health.failed), "warnings": list(health.warnings)}
    return JsonResponse(answer, status=status)
