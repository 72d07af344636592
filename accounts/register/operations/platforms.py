"""Platforms and what is known of them."""

from datetime import date

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.choices import Confidence, FactKey, FactValue
from accounts.register.models import Platform, PlatformFact
from accounts.register.operations.findings import refresh_platform_findings
from accounts.register.permissions import require_manager
from accounts.register.rules import DateInTheFuture, SourceRequired
from accounts.register.starter import StarterFact, StarterPlatform, starter_platforms
from portal.audit.trail import operation, record


@operation(refused="account.refused")
def add_platform(*, platform: Platform, by: Employee) -> Platform:
    """Add a platform of the company's own; every question about it is unknown at first."""
    require_manager(by)
    platform.save()
    record("platform.added", by=by, obj=platform)
    for key in FactKey:
        _write(platform, key, by=by, value=FactValue.UNKNOWN, checked_on=timezone.localdate())
    return platform


@operation(refused="account.refused")
def record_fact(
    *,
    platform: Platform,
    key: str,
    value: str,
    text_de: str,
    text_en: str,
    source: str,
    checked_on: date,
    by: Employee,
    clause: str = "",
    source_on: date | None = None,
    confidence: str = Confidence.MEDIUM,
) -> PlatformFact:
    """Overrule what is known with an own source; what was known before stays in the history.

    Raises `NotPermitted`, `SourceRequired`, `DateInTheFuture`.
    """
    require_manager(by)
    if value != FactValue.UNKNOWN and not source.strip():
        raise SourceRequired
    if max(checked_on, source_on or checked_on) > timezone.localdate():
        raise DateInTheFuture
    fact = _write(
        platform,
        key,
        by=by,
        value=value,
        text_de=text_de,
        text_en=text_en,
        source=source,
        source_on=source_on,
        clause=clause,
        checked_on=checked_on,
        confidence=confidence,
    )
    record("fact.recorded", by=by, obj=fact, details={"key": key, "value": value})
    refresh_platform_findings(platform=platform, by=by)
    return fact


@operation(refused="account.refused")
def confirm_fact(*, fact: PlatformFact, by: Employee) -> PlatformFact:
    """Somebody looked at the source again today and it says the same."""
    require_manager(by)
    same = ("value", "text_de", "text_en", "clause", "source", "source_on", "confidence")
    new = _write(
        fact.platform,
        fact.key,
        by=by,
        checked_on=timezone.localdate(),
        **{name: getattr(fact, name) for name in same},
    )
    record("fact.confirmed", by=by, obj=new, details={"key": fact.key, "value": fact.value})
    refresh_platform_findings(platform=fact.platform, by=by)
    return new


def load_starter_platforms() -> int:
    """Put the platforms that come with the product on the register; those that are there stay as they are."""
    known = set(Platform.objects.values_list("slug", flat=True))
    missing = [platform for platform in starter_platforms() if platform.slug not in known]
    for platform in missing:
        _load(starter=platform)
    return len(missing)


def complete_facts() -> int:
    """Answer questions that came with an update, on platforms that were there before it; how many.

    The answer is that of the starter pack, else "unknown". A question that has any answer keeps it.
    """
    packed = {entry.slug: {fact.key: fact for fact in entry.facts} for entry in starter_platforms()}
    answered = set(PlatformFact.objects.values_list("platform", "key").distinct())
    written = 0
    for platform in Platform.objects.order_by("pk"):
        keys = [key for key in FactKey if (platform.pk, key) not in answered]
        if keys:
            _complete(platform=platform, keys=keys, known=packed.get(platform.slug, {}))
        written += len(keys)
    return written


@operation
def _complete(*, platform: Platform, keys: list[FactKey], known: dict[FactKey, StarterFact]) -> None:
    nothing = {"value": FactValue.UNKNOWN, "checked_on": timezone.localdate()}
    for key in keys:
        said = vars(known[key]) if key in known else {"key": key, **nothing}
        fact = _write(platform, by=None, **said)
        record("fact.recorded", by=None, obj=fact, details={"key": key, "value": fact.value})


@operation
def _load(*, starter: StarterPlatform) -> None:
    names = ("slug", "name_de", "name_en", "kind", "route_order")
    platform = Platform.objects.create(**{name: getattr(starter, name) for name in names})
    record("platform.added", by=None, obj=platform)
    for fact in starter.facts:
        _write(platform, by=None, **vars(fact))


def _write(platform: Platform, key: str, *, by: Employee | None, **facts: object) -> PlatformFact:
    said = {"text_de": "Dazu ist nichts bekannt.", "text_en": "Nothing is known about this."}
    known = {**said, "confidence": Confidence.LOW, **facts}
    return PlatformFact.objects.create(
        platform=platform, key=key, entered_by=by, entered_at=timezone.now(), **known
    )
