"""The facts of one made-up acknowledgement, as an evidence certificate states them."""

import hashlib
import json
from typing import Any


def digest(*words: object) -> str:
    """Return a SHA-256 in hex that looks like a real one and is the same in every run."""
    return hashlib.sha256(" ".join(map(str, words)).encode()).hexdigest()


def certificate_facts(number: int) -> dict[str, Any]:
    """Return everything certificate `number` says; numbers give different people and digests."""
    serial = f"LP-2026-{number:06d}"
    address = f"https://portal.example.com/verify/{digest('code', number)[:32]}"
    return {
        "language": "de",
        "sender": "Muster Maschinenbau GmbH",
        "kind": "Nachweis über eine Kenntnisnahme",
        "serial": serial,
        "title": "Kenntnisnahme bestätigt",
        "policy": "Social-Media-Richtlinie für alle Beschäftigten",
        "outcome": "Bestätigt am 14. März 2026 um 09:42:17 Uhr",
        "outcome_note": "innerhalb der Frist (31. März 2026), nach einer Erinnerung",
        "statement": "Ich habe die Richtlinie „Social Media“ in der Fassung 3.1 vom 1. März 2026 erhalten "
        "und gelesen. Mir ist bekannt, an wen ich mich bei Fragen wenden kann. Diese Kenntnisnahme ist keine "
        "Zustimmung zu einer Änderung meines Arbeitsvertrags.",
        "sections": sections(number),
        "address": address,
    }


def sections(number: int) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return (heading, [(label, value, class)]) in the order of the certificate."""
    return [
        (
            "Person",
            [
                ("Name", f"Änne Müller-Lüdenscheidt {number}", ""),
                ("Personalnummer", f"{40_000 + number}", ""),
                ("Abteilung", "Vertrieb Innendienst", ""),
                ("Arbeitgeberin", "Muster Maschinenbau GmbH, Standort Hannover", ""),
                ("Stand der Angaben", "14. März 2026, wie zum Zeitpunkt der Bestätigung", ""),
            ],
        ),
        (
            "Fassung",
            [
                ("Richtlinie", "Social-Media-Richtlinie für alle Beschäftigten", ""),
                ("Fassung", "3.1, gültig ab 1. März 2026", ""),
                ("Art der Änderung", "redaktionell; die Bestätigung gilt für alle Fassungen 3.x", ""),
                ("Bestätigte Sprache", "Deutsch (maßgebliche Sprache: Deutsch)", ""),
                (
                    "Freigegeben",
                    "27. Februar 2026 durch Dr. Cornelia Weiß, vorgeschlagen von Jonas Becker",
                    "",
                ),
                ("Betriebsrat", "einverstanden am 20. Februar 2026 (Protokoll 7/2026)", ""),
            ],
        ),
        (
            "Vorgang",
            [
                ("Anlass", "Zielgruppe „Alle Beschäftigten“, seit 1. März 2026", ""),
                ("Frist", "31. März 2026, Ende des Tages in Hannover", ""),
                ("Erinnerungen", "eine, am 13. März 2026", ""),
                ("Bestätigt (Ortszeit)", "14. März 2026, 09:42:17 Uhr, Europe/Berlin (UTC+01:00)", ""),
                ("Bestätigt (UTC)", "2026-03-14T08:42:17Z", ""),
                ("Angemeldet mit", "Passwort und Einmalcode (TOTP), am selben Tag um 09:38 Uhr", ""),
                ("Bestätigt von", "der Person selbst, an einem Arbeitsplatzrechner", ""),
            ],
        ),
        (
            "Unveränderlichkeit",
            [
                ("Text (SHA-256)", digest("text"), "digest"),
                ("PDF der Richtlinie (SHA-256)", digest("policy"), "digest"),
                ("Bestätigung (HMAC-SHA-256)", digest("commitment", number), "digest"),
                ("Platz in der Kette", f"Eintrag {18_000 + number}", ""),
                ("Prüfwert des Eintrags", digest("entry", number), "digest"),
            ],
        ),
    ]


def canonical_json(facts: dict[str, Any]) -> bytes:
    """Return the facts as the machine-readable file that is attached to the certificate."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
