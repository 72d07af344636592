"""One guideline with a block of every type, in German and English. Every text is unlike every other one."""

from typing import Any


def _body(say: dict[str, str]) -> list[dict[str, Any]]:
    def block(type_: str, **value: Any) -> dict[str, Any]:
        return {"type": type_, "value": value}

    t = say.__getitem__
    return [
        block(
            "heading_text",
            heading=t("heading"),
            text=f"<p>{t('para')} <strong>{t('bold')}</strong></p>"
            f"<ul><li>{t('li1')}</li><li>{t('li2')}</li></ul>",
        ),
        block("key_point", text=t("key")),
        block("do_dont", pairs=[{"do": t("do"), "dont": t("dont"), "why": t("why")}]),
        block(
            "example_post",
            verdict="bad",
            author=t("author"),
            channel=t("channel"),
            text=t("post"),
            comment=t("comment"),
        ),
        block("callout", tone="legal", title=t("callout"), text=f"<p>{t('callout_text')}</p>"),
        block(
            "steps",
            title=t("steps"),
            steps=[
                {"title": t("step1"), "text": t("step1_text")},
                {"title": t("step2"), "text": t("step2_text")},
            ],
        ),
        block(
            "contact",
            name=t("name"),
            role=t("role"),
            email="team@example.com",
            phone=t("phone"),
            note=t("note"),
        ),
        block("file", title=t("file")),
        block("picture", alt=t("alt"), caption=t("picture")),
        block(
            "table",
            caption=t("table"),
            columns=[t("col1"), t("col2")],
            rows=[{"cells": [t("cell11"), t("cell12")]}, {"cells": [t("cell21"), t("cell22")]}],
        ),
        block("faq", items=[{"question": t("question"), "answer": f"<p>{t('answer')}</p>"}]),
        block(
            "embed",
            kind="video",
            provider="youtube",
            url="https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            title=t("video"),
            description=t("video_text"),
        ),
    ]


DE = {
    "heading": "Über uns reden",
    "para": "Jede Äußerung zählt.",
    "bold": "Wirklich jede.",
    "li1": "Netzwerke",
    "li2": "Messenger",
    "key": "Privat sprechen Sie für sich.",
    "do": "Fehler zugeben",
    "dont": "Still löschen",
    "why": "Bildschirmfotos gibt es immer.",
    "author": "Mira Sandhoff",
    "channel": "Berufliches Netzwerk",
    "post": "Unsere Pumpe ist die beste!",
    "comment": "Verdeckte Werbung.",
    "callout": "Was erlaubt bleibt",
    "callout_text": "Sie dürfen Ihre Meinung sagen.",
    "steps": "Wenn es brennt",
    "step1": "Melden",
    "step1_text": "Rufen Sie an.",
    "step2": "Festhalten",
    "step2_text": "Mit Uhrzeit und Adresse.",
    "name": "Social-Media-Team",
    "role": "Erste Adresse",
    "phone": "+49 30 123 (Zentrale)",
    "note": "Werktags ab acht.",
    "file": "Übersicht zum Ausdrucken",
    "alt": "Drei Sprechblasen",
    "picture": "Drei Stimmen",
    "table": "Wer spricht",
    "col1": "Stimme",
    "col2": "Beispiel",
    "cell11": "Privat",
    "cell12": "Urlaub",
    "cell21": "Beruflich",
    "cell22": "Antwort an eine Kundin",
    "question": "Muss ich teilen?",
    "answer": "Nein, niemals.",
    "video": "Ein kurzer Film",
    "video_text": "Nur ein Beispiel.",
}
EN = {
    "heading": "Talking about us",
    "para": "Every word counts.",
    "bold": "Really every one.",
    "li1": "Networks",
    "li2": "Messaging apps",
    "key": "In private you speak for yourself.",
    "do": "Admit a mistake",
    "dont": "Delete it quietly",
    "why": "There are always screenshots.",
    "author": "Mira S.",
    "channel": "Professional network",
    "post": "Our pump is the best!",
    "comment": "Hidden advertising.",
    "callout": "What stays allowed",
    "callout_text": "You may speak your mind.",
    "steps": "When it burns",
    "step1": "Report",
    "step1_text": "Give us a call.",
    "step2": "Keep evidence",
    "step2_text": "With time and address.",
    "name": "Social media team",
    "role": "First address",
    "phone": "+49 30 123 (switchboard)",
    "note": "Weekdays from eight.",
    "file": "Overview to print",
    "alt": "Three speech bubbles",
    "picture": "Three voices",
    "table": "Who speaks",
    "col1": "Voice",
    "col2": "Example",
    "cell11": "Private person",
    "cell12": "Holidays",
    "cell21": "At work",
    "cell22": "Answer to a customer",
    "question": "Do I have to share?",
    "answer": "No, never.",
    "video": "A short film",
    "video_text": "Only an example.",
}
BODY_DE, BODY_EN = _body(DE), _body(EN)


def content(language: str, body: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    german = language == "de"
    texts = {
        "title": "Social-Media-Richtlinie" if german else "Social media guideline",
        "summary": "Worum es geht." if german else "What it is about.",
        "statement": "Ich habe sie gelesen." if german else "I have read it.",
        "question_contact": {
            "name": "Team" if german else "The team",
            "role": "Fragen" if german else "questions",
            "email": "fragen@example.com",
        },
        "sources": [
            {
                "title": "Gesetz" if german else "Act",
                "date": "2022-05-28",
                "url": "https://example.org/gesetz",
            }
        ],
    }
    return {"statement_kind": "undertaking", **texts, "body": body, **changes}
