"""Lists of the register, by key: the last page costs as much as the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from guidelines.moderation.board import Row, rows_of
from guidelines.moderation.models import ModerationCase, ModerationDecision
from guidelines.moderation.querysets import CaseQuerySet, MatterQuerySet

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Some rows, and the addresses of its neighbours; "" where there are none."""

    rows: Sequence[Row]
    older: str
    newest: str


def page_by_key(request: HttpRequest, matters: MatterQuerySet) -> Page:
    """Newest first, from the key in the address."""
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        matters = matters.filter(pk__lt=int(before))
    else:
        before = ""
    found = list(matters.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    older = _address(request, str(shown[-1].pk)) if len(found) > PAGE else ""
    return Page(rows_of(shown), older, _address(request, "") if before else "")


def _address(request: HttpRequest, before: str) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    if before:
        query["before"] = before
    return f"?{query.urlencode()}"


def filtered(cases: CaseQuerySet, form: Any) -> CaseQuerySet:
    """What a filter asks for; one that cannot be read filters nothing and says so on the page."""
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    for field in ("account", "state"):
        if wanted.get(field):
            cases = cases.filter(**{field: wanted[field]})
    if wanted.get("measure"):
        newest = ModerationDecision.objects.filter(case=OuterRef("pk")).order_by("-number")
        cases = cases.annotate(measure=Subquery(newest.values("measure")[:1]))
        cases = cases.filter(measure=wanted["measure"])
    if wanted.get("like"):
        cases = _by_the_same(cases, wanted["like"])
    return cases


def _by_the_same(cases: CaseQuerySet, ref: object) -> CaseQuerySet:
    case = ModerationCase.objects.filter(ref=ref).select_related("author").first()
    if case is None or case.author is None or not case.author.pseudonym:
        return cases.none()
    return cases.by_author(case.author.pseudonym)
