"""What the mails say, read as a whole, in both languages; and what nobody can smuggle into them."""

import dataclasses
import re
from datetime import date

import pytest
from django.utils import translation

from guidelines.policies.choices import Method, StatementKind
from guidelines.policies.operations import confirm_paper, record_paper
from portal.mail.models import Message
from reports.reminders.choices import LetterKind
from reports.reminders.wording import Outline, lead, subject
from tests.factories.people import EmployeeFactory
from tests.factories.policies import text
from tests.reports.reminders.mornings import clock, daily, to

pytestmark = pytest.mark.django_db
CONTACT = {"name": "Edda Brandt", "email": "edda@hafenlicht.example"}
TODAY = date(2026, 11, 10)

GERMAN = """\
Guten Tag Ben Öztürk,

2 Richtlinien warten auf Ihre Bestätigung.

NEU FÜR SIE

* Soziale Medien
  Bis Montag, 16. November 2026
  Lesen und bestätigen: LINK
  Fragen? Edda Brandt, edda@hafenlicht.example

* Messenger
  Bis Montag, 16. November 2026
  Lesen und bestätigen: LINK

Offene Aufgaben ansehen: http://127.0.0.1:8000/

--
Leitplanke · http://127.0.0.1:8000
Wir schreiben höchstens einmal am Tag und nur an Arbeitstagen. An Überfälliges erinnern wir einmal in der \
Woche, höchstens 4-mal.
Antworten an diese Adresse liest niemand. Fragen zu einer Richtlinie oder Schulung beantwortet, wer dabei \
genannt ist; bei allem anderen hilft die Personalabteilung.
"""
ENGLISH = """\
Hello Ann Miller,

2 guidelines are waiting for your confirmation.

NEW FOR YOU

* Social media
  By Monday 16 November 2026
  Read and confirm: LINK
  Questions? Edda Brandt, edda@hafenlicht.example

* Messengers
  By Monday 16 November 2026
  Read and confirm: LINK

See what is open: http://127.0.0.1:8000/

--
Leitplanke · http://127.0.0.1:8000
We write at most once a day and only on working days. What is overdue we mention once a week, at most 4 times.
Nobody reads replies to this address. Questions about a guideline or a course go to the contact named \
with it, everything else to HR.
"""


def texts(german: str, english: str, contact: dict[str, str] | None = None) -> list:
    pinned = [text("de", title=german), text("en", title=english)]
    return [dataclasses.replace(one, contact=contact or {}) for one in pinned]


def reading(body: str) -> str:
    """A body with its links alike and its empty lines single."""
    body = re.sub(r"http\S+/acknowledge/[0-9a-f-]+/", "LINK", body)
    return re.sub(r"[ ]+\n", "\n", re.sub(r"\n{3,}", "\n\n", body))


@pytest.mark.parametrize(("language", "expected"), [("de", GERMAN), ("en", ENGLISH)])
def test_the_whole_mail(cast, released, language, expected):
    ann = EmployeeFactory(name="Ann Miller", language="en", email="ann@hafenlicht.example")
    released(texts=texts("Soziale Medien", "Social media", CONTACT))
    released(slug="messengers", texts=texts("Messenger", "Messengers"))
    daily("2026-11-03")
    (mail,) = to(cast.ben if language == "de" else ann)
    assert reading(mail.body) == expected
    html = mail.alternatives[0][0]
    assert f'<html lang="{language}">' in html
    assert html.count('class="action"') == 1  # one primary button
    assert html.count("/acknowledge/") == 2


def test_with_one_thing_to_do_the_button_leads_straight_to_it(cast, asked):
    daily("2026-11-03")
    (mail,) = to(cast.ben)
    html = mail.alternatives[0][0]
    assert f'<a href="http://127.0.0.1:8000/acknowledge/{asked.ref}/"' in html
    assert html.count("/acknowledge/") == 1
    assert mail.subject == "Bitte bis 16. November bestätigen: Soziale Medien"


def test_what_was_confirmed_before_the_mail_left_is_not_asked_for(cast, released, confirm):
    released()
    daily("2026-11-03")
    with clock("2026-11-03"):
        confirm(cast.ben)
    (mail,) = to(cast.ben)
    assert mail.subject == "Alles erledigt"
    assert "inzwischen haben Sie alles erledigt. Vielen Dank!" in mail.body
    assert "Soziale Medien" not in mail.body


def test_a_consent_is_worded_as_an_offer(cast, released):
    """K5"""
    released(slug="photos", texts=texts("Fotos", "Photos"), statement_kind=StatementKind.CONSENT)
    daily("2026-11-03")
    (mail,) = to(cast.ben)
    assert mail.subject == "Freiwillig: Fotos"
    assert "Ein Nein hat keine Folgen" in mail.body
    assert "fällig" not in mail.body.replace("Überfälliges", "")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("facts", "german", "english"),
    [
        (
            {"owed": 1, "days": (date(2026, 11, 13),)},
            "Bitte bis Freitag bestätigen: T",
            "Please confirm by Friday: T",
        ),
        ({"owed": 1, "days": (TODAY,)}, "Bitte bis heute bestätigen: T", "Please confirm by today: T"),
        (
            {"owed": 1, "days": (date(2026, 11, 9),)},
            "Überfällig, bitte bestätigen: T",
            "Still to be confirmed: T",
        ),
        (
            {"owed": 2, "days": (date(2026, 11, 13),) * 2},
            "2 Richtlinien bis Freitag bestätigen",
            "2 guidelines to confirm by Friday",
        ),
        (
            {"owed": 2, "days": (date(2026, 11, 17), date(2026, 12, 3))},
            "2 Richtlinien bestätigen, die erste bis 17. November",
            "2 guidelines to confirm, the first by 17 November",
        ),
        (
            {"owed": 3, "days": (date(2026, 11, 9), date(2026, 11, 13), date(2026, 11, 13))},
            "3 Richtlinien bestätigen, 1 davon überfällig",
            "3 guidelines to confirm, 1 overdue",
        ),
        (
            {"owed": 2, "days": (date(2026, 11, 9),) * 2},
            "2 Richtlinien sind überfällig: bitte bestätigen",
            "2 overdue guidelines: please confirm",
        ),
        ({"offered": 2}, "Freiwillig: 2 Entscheidungen", "Voluntary: 2 decisions"),
        ({"settled": 1, "dropped": 1}, "Ihr Vorbehalt ist geklärt: T", "Your reservation is settled: T"),
        ({"dropped": 1}, "Nicht mehr zu bestätigen: T", "No longer to be confirmed: T"),
        ({}, "Alles erledigt", "Everything is done"),
    ],
)
def test_subjects_say_what_is_to_be_done(facts, german, english, language):
    with translation.override(language):
        outline = Outline(kind=LetterKind.DAILY, today=TODAY, title="T", **facts)
        assert subject(outline) == (german if language == "de" else english)
        assert lead(outline)


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}",
    "Titel\r\nBcc: everyone@example.org",
    "\u202eevil\u202c מדיה",
    "👩‍💻" * 40,
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("nasty", HOSTILE)
def test_no_name_or_title_gets_further_than_being_shown(cast, released, nasty):
    person = EmployeeFactory(name=nasty[:300], email="nasty@hafenlicht.example")
    released(
        texts=texts(nasty[:255], nasty[:255], {"name": nasty, "email": "a@b.example"}),
        change_summary={"de": nasty, "en": nasty},
    )
    daily("2026-11-03")
    (mail,) = to(person)
    assert mail.message()["Bcc"] is None
    assert "\n" not in mail.subject
    html = mail.alternatives[0][0]
    assert "<script>" not in html
    assert "SECRET_KEY" in html if "SECRET_KEY" in nasty else True


def test_many_guidelines_fit_into_one_mail(cast, released):
    """The row holds an id, so that no number of titles is too long for it."""
    for number in range(12):
        released(slug=f"g{number}", texts=texts("Ä" * 255, "E" * 255))
    daily("2026-11-03")
    (mail,) = to(cast.ben)
    assert mail.body.count("Ä" * 255) == 12
    assert list(Message.objects.of_kind("reminders.daily").latest("pk").context) == ["letter"]


@pytest.mark.parametrize(
    ("method", "sentence"),
    [(Method.PAPER, "auf Papier bestätigt haben"), (Method.PROXY, "in Ihrem Auftrag bestätigt wurde")],
)
def test_who_confirmed_on_paper_is_told(cast, asked, method, sentence):
    """K8: the employee is told, and by whom it was recorded."""
    second = EmployeeFactory(name="Second HR", roles=["hr"])
    with clock("2026-11-05", "10:00"):
        paper = record_paper(
            request=asked,
            rendition=asked.version.renditions.get(language="de"),
            method=method,
            signed_on=date(2026, 11, 4),
            note="At the desk.",
            scan_name="sheet.pdf",
            scan=b"%PDF-1.7",
            by=cast.hanna,
        )
        assert to(cast.ben) == []
        given = confirm_paper(paper=paper, by=second)
    (mail,) = to(cast.ben)
    assert mail.subject == "Ihre Bestätigung ist eingetragen: Soziale Medien"
    assert "Hanna Krüger hat eingetragen, dass" in mail.body
    assert sentence in mail.body
    assert "Mittwoch, 4. November 2026" in mail.body
    assert f"/my/acknowledgements/{given.ref}/" in mail.body
    assert "At the desk" not in mail.body


def test_who_confirmed_in_the_portal_is_not_told_again(cast, asked, confirm):
    with clock("2026-11-03"):
        confirm(cast.ben)
    assert not Message.objects.of_kind("reminders.recorded").exists()
