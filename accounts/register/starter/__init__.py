"""The platforms and facts that come with the product; read into plain values, touches no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from accounts.register.choices import Confidence, FactKey, FactValue, PlatformKind, RouteKind
from portal.upkeep.packs import read_pack

SOURCE = Path(__file__).parent / "platforms.yaml"


@dataclass(frozen=True)
class StarterFact:
    key: FactKey
    value: FactValue
    text_de: str
    text_en: str
    source: str
    source_on: date | None
    checked_on: date
    confidence: Confidence


@dataclass(frozen=True)
class StarterPlatform:
    slug: str
    name_de: str
    name_en: str
    kind: PlatformKind
    route_order: list[str]
    facts: tuple[StarterFact, ...]


def starter_platforms() -> list[StarterPlatform]:
    """Every platform with an answer to every question; where nothing was found it is "unknown"."""
    pack = read_pack(SOURCE)
    checked = {key: pack["checked_later"].get(key, pack["checked_on"]) for key in FactKey}
    return [_platform(entry, checked) for entry in pack["platforms"]]


def _platform(entry: dict[str, Any], checked: dict[FactKey, date]) -> StarterPlatform:
    return StarterPlatform(
        slug=entry["slug"],
        name_de=entry["name"]["de"],
        name_en=entry["name"]["en"],
        kind=PlatformKind(entry["kind"]),
        route_order=[RouteKind(kind).value for kind in entry["routes"]],
        facts=tuple(_facts(entry["facts"], checked)),
    )


def _facts(known: dict[str, Any], checked: dict[FactKey, date]) -> Iterator[StarterFact]:
    for key in FactKey:
        fact = known.get(key, {})
        yield StarterFact(
            key=key,
            value=FactValue(fact.get("value", FactValue.UNKNOWN)),
            text_de=fact.get("de", "Dazu ist nichts bekannt."),
            text_en=fact.get("en", "Nothing is known about this."),
            source=fact.get("source", ""),
            source_on=fact.get("dated"),
            checked_on=checked[key],
            confidence=Confidence(fact.get("confidence", Confidence.LOW)),
        )
