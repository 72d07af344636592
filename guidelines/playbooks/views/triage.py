"""The way to an outcome: one question per screen, every answer a link, nothing stored."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guidelines.playbooks.triage import Ways, walked, ways_of
from guidelines.playbooks.views.reading import head, work_in_force


@require_safe
@login_required
@never_cache
def triage_show(request: HttpRequest, slug: str, key: str = "") -> HttpResponse:
    """A question with its answers; the first one without a key."""
    work = work_in_force(slug)
    context = head(request, work, work.current)
    ways = ways_of(context["shown"].plan)
    node = ways.nodes.get(key) if key else ways.start
    if node is None:
        raise Http404
    way = _way(request, ways)
    further = [*way, node.key]
    context |= {"node": node, "way": way, "further": ".".join(further), "number": len(further), **_back(way)}
    return render(request, "playbooks/triage.html", context)


@require_safe
@login_required
@never_cache
def outcome_show(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What to do now, and the words to start from."""
    work = work_in_force(slug)
    context = head(request, work, work.current)
    plan = context["shown"].plan
    ways = ways_of(plan)
    outcome = ways.outcomes.get(key)
    if outcome is None:
        raise Http404
    way = _way(request, ways)
    template = next((one for one in plan.templates if one.key == outcome.template), None)
    context |= {"outcome": outcome, "template": template, "way": way, **_back(way)}
    context["questions"] = [ways.nodes[one] for one in way]
    return render(request, "playbooks/outcome.html", context)


def _way(request: HttpRequest, ways: Ways) -> list[str]:
    """The questions answered so far, as the address has them."""
    return walked(request.GET.get("way", ""), ways)


def _back(way: list[str]) -> dict[str, str]:
    return {"back": way[-1], "back_way": ".".join(way[:-1])} if way else {}
