"""Corporate accounts and access to them, with the same words in every text that anybody can type."""

from typing import Any

from django.utils import timezone

from accounts.access.choices import Verdict
from accounts.access.models import AccessGrant, AccessRequest, AccessReview
from accounts.access.operations import (
    answer_back,
    ask_back,
    assign_access,
    decide_item,
    decide_request,
    open_review,
    plan_review,
)
from accounts.register.choices import RouteKind, Side, StandsOn
from accounts.register.models import AccessRoute, ChannelApproval, CorporateAccount, ToolConnection
from accounts.register.operations import (
    connect_tool,
    decide_approval,
    propose_acceptance,
    register_account,
    request_approval,
)
from tests.factories.access import asked, granted, in_days, rules, wish
from tests.factories.people import Cast, EmployeeFactory, EntityFactory
from tests.factories.register import SOUND, fact, platform, route, terms
from tests.faults.hostile import within


def open_channels(cast: Cast, words: str) -> None:
    """Two accounts with everything: requests in every state, access by each kind of route, a review."""
    account = _account(cast, words, "1")
    way = route(account, by=cast.anton, **_texts(words))
    _requests(cast, words, way)
    _grants(cast, words, way, account)
    _approvals(cast, words)
    connection = ToolConnection(account=account, tool=within(words, 120), stands_on=StandsOn.COMPANY)
    connect_tool(connection=connection, by=cast.anton)
    for finding in _account(cast, words, "2", administrators=1).findings.all()[:1]:
        until = timezone.localdate()
        propose_acceptance(finding=finding, reason=words, until=until, by=cast.mara)


def _account(cast: Cast, words: str, number: str, **facts: Any) -> CorporateAccount:
    place = platform("odd", name_de=within(words, 120), name_en=within(words, 120))
    if not place.facts.exists():
        fact(place, text_de=words, text_en=words, source=within(words, 300), clause=within(words, 200))
    people = {"owner": cast.mara, "deputy": cast.falk, "entity": EntityFactory()}
    texts = {"purpose": within(words, 500), "brand": within(words, 120)}
    handle = within(f"{number} {words}", 200)
    account = CorporateAccount(platform=place, handle=handle, **texts, **people, **{**SOUND, **facts})
    return register_account(account=account, is_live=True, by=cast.anton)


def _texts(words: str) -> dict[str, str]:
    return {
        "steps_de": words,
        "steps_en": words,
        "seen_de": words,
        "seen_en": words,
        "clause": within(words, 300),
    }


def _requests(cast: Cast, words: str, way: AccessRoute) -> None:
    """One that waits for its owner, one with a question, one denied with a reason."""
    asked(way, by=cast.hanna, reason=words)
    wondering = asked(way, by=cast.ben, reason=words)
    ask_back(request=wondering, text=words, by=cast.mara)
    answer_back(request=wondering, text=words, by=cast.ben)
    ask_back(request=wondering, text=words, by=cast.mara)
    denied = asked(way, by=cast.edda, reason=words)
    decide_request(request=denied, approves=False, note=words, by=cast.mara)
    assign_access(routes=[way], people=[cast.dana], wish=wish(way, reason=words), by=cast.anton)


def _grants(cast: Cast, words: str, way: AccessRoute, account: CorporateAccount) -> None:
    shared = route(account, RouteKind.SHARED, by=cast.anton, **_texts(words))
    private = route(account, RouteKind.VOLUNTEERED, by=cast.anton, **_texts(words))
    rules(account, by=cast.anton, required=["nowhere:gone"])
    for to, over in ((cast.ben, shared), (cast.ben, private), (cast.ines, way)):
        granted(over, to=to, by=cast.mara, reason=words, is_attested=over != way)
    review = plan_review(review=AccessReview(title=within(words, 200), due_on=in_days(9)), by=cast.anton)
    open_review(review=review, by=cast.anton)
    item = review.items.get(grant=AccessGrant.objects.get(person=cast.ines))
    decide_item(item=item, verdict=Verdict.KEEP, note=within(words, 500), by=cast.anton)
    assert AccessRequest.objects.undecided().count() >= 3


def _approvals(cast: Cast, words: str) -> None:
    legal = EmployeeFactory(name=words, roles=["legal"])
    odd = {name: within(words, 300) for name in terms().__dataclass_fields__ if not name.endswith("_on")}
    settled = type(terms())(**odd, review_on=in_days(300))
    for slug in ("odd", "odder"):
        asks = ChannelApproval(platform=platform(slug), use="messages", reason=words)
        approval = request_approval(approval=asks, by=cast.anton)
        said = {"approval": approval, "approves": True, "note": words}
        decide_approval(side=Side.DPO, by=cast.dana, terms=settled, **said)
        if slug == "odd":
            decide_approval(side=Side.LEGAL, by=legal, **said)
