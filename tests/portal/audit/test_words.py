"""The trail in words: every code has some in both languages, and the codes stay what is stored and hashed."""

import csv
import io
import json
import re
from functools import partial

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.people.choices import Role
from portal.audit.models import AuditEvent
from portal.audit.registry import Verb, known_verbs, verbs
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record
from portal.audit.wording import details_in_words, object_in_words, said_in_words, verb_in_words
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.portal.audit.conftest import VERBS
from tests.whole_house.source import ROOMS, ROOT, files
from tests.whole_house.words import without_words

pytestmark = pytest.mark.django_db
URL = "/audit/"


class OneRule(RuleBroken):
    message = "This is how it is."


def object_types() -> set[str]:
    """What can be the object of an act: models with a reference, and those that code names by text."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS]
    named = [(model._meta.label_lower, {field.name for field in model._meta.fields}) for model in ours]
    found = {label for label, fields in named if "ref" in fields}
    for path in files(ROOT, "*.py"):
        found.update(re.findall(r"""object_type["']?[=:] ?["'](\w+\.\w+)["']""", path.read_text()))
    return found


def event(verb: str, **details: object) -> AuditEvent:
    return AuditEvent(verb=verb, canonical=json.dumps({"details": details}))


def test_every_declared_verb_has_words_in_both_languages() -> None:
    """The verbs of these tests have no German, and are found: the check can fail."""
    assert without_words({verb: partial(verb_in_words, verb) for verb in known_verbs()}) == sorted(VERBS)


def test_a_verb_without_words_is_found() -> None:
    verbs("test", {"test.mute": Verb("")})
    assert without_words({"test.mute": partial(verb_in_words, "test.mute")}) == ["test.mute"]


def test_every_object_type_has_words_in_both_languages() -> None:
    found = object_types()
    assert found >= {
        "people.employee",
        "policies.policyversion",
        "audit.exportedhead",
        "library.guidelinepage",
    }
    assert without_words({name: partial(object_in_words, name) for name in found}) == []


def test_an_object_type_without_words_is_found() -> None:
    planted = {name: partial(object_in_words, name) for name in ("policies.policyreview", "gone.model")}
    assert without_words(planted) == ["gone.model", "policies.policyreview"]


@pytest.mark.parametrize("code", ["", "gone", "gone.away", "a.b.c"])
def test_a_code_that_nobody_declares_any_more_is_shown_as_it_is(code: str) -> None:
    assert verb_in_words(code) == code
    assert object_in_words(code) == code
    assert details_in_words(event(code, role="hr")) == {"role": "hr"}


def test_details_say_words_where_they_hold_slugs() -> None:
    with translation.override("de"):
        signed = details_in_words(event("person.signed_in", method="password+totp"))
        given = details_in_words(event("role.given", role="hr", within="", rule="7e0c"))
        unknown = details_in_words(event("role.given", role="gone", within=None))
        viewed = details_in_words(event("person_data.viewed", list="requests", shown=3))
        stopped = details_in_words(event("job.cancelled", kind="exports.list"))
        checked = details_in_words(event("evidence.checked", finding="looked_up"))
    assert signed == {"Verfahren": "Passwort + Code aus einer Authenticator-App"}
    assert given == {"Rolle": "Personalabteilung", "Unternehmensteil": "", "Regel": "7e0c"}
    assert unknown == {"Rolle": "gone", "Unternehmensteil": None}
    assert viewed == {"Liste": "Liste der Anfragen", "Gezeigte Zeilen": 3}
    assert stopped == {"Art": "Export einer Liste"}
    assert checked == {"Befund": "Über den Code nachgeschlagen"}


def test_a_detail_is_called_what_its_room_says() -> None:
    """Rows that were found are not the state of a file that was found; what is shared is said once."""
    assert details_in_words(event("trail.searched", found=3, reason="x" * 10)) == {
        "Rows found": 3,
        "Reason": "x" * 10,
    }
    assert details_in_words(event("document.damaged", found="missing")) == {"Finding": "missing"}
    assert details_in_words(event("test.done", n=3)) == {"n": 3}


def test_what_a_row_says_to_the_person_it_is_about_is_words_alone() -> None:
    searched = event("trail.searched", reason="Somebody complained.", found=3)
    with translation.override("de"):
        assert said_in_words(event("role.given", role="hr", within="", rule="7e0c")) == "Personalabteilung"
        assert said_in_words(searched) == said_in_words(event("gone", role="hr")) == ""


def test_a_refusal_says_its_rule_in_words_unless_two_have_the_name() -> None:
    shown = details_in_words(event("role.refused", rule="OneRule"))
    assert shown == {"Rule": "This is how it is. (OneRule)"}
    twin = type("OneRule", (NotPermitted,), {"message": "Another."})
    assert details_in_words(event("role.refused", rule=twin.__name__)) == {"Rule": "OneRule"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Rolle vergeben", "Beschäftigte Person", "Rolle", "Personalabteilung")),
        ("en", ("Role given", "Employee", "Role", "HR")),
    ],
)
def test_the_page_says_words_first_and_the_code_below(
    language: str, words: tuple[str, str, str, str], cast: Cast, client: Client
) -> None:
    cast.dana.language = language
    cast.dana.save(update_fields=["language"])
    EmployeeFactory(roles=["hr"])
    answer = signed_in(client, cast.dana).get(URL, {"verb": "role.given"})
    shown = answer.context["rows"][0]
    assert (shown["verb"], shown["object_type"], *next(iter(shown["details"].items()))) == words
    page = answer.content.decode()
    assert f'<span class="quiet">{words[2]}:</span> <bdi class="long">{words[3]}</bdi>' in page
    assert page.index(f"{words[0]}<br>") < page.index(">role.<wbr>given</span>")
    assert ">people.<wbr>employee</span>" in page
    assert f"{words[0]} (role.given)</option>" in page


@pytest.mark.parametrize(
    ("language", "what", "detail"), [("de", "Rolle vergeben", "Rolle"), ("en", "Role given", "Role")]
)
def test_files_say_words_beside_the_codes(
    language: str, what: str, detail: str, cast: Cast, client: Client
) -> None:
    """Rows are streamed after the request, and still in the language of whoever takes them."""
    cast.dana.language = language
    cast.dana.save(update_fields=["language"])
    signed_in(client, cast.dana)
    taken = {
        kind: b"".join(
            client.get(reverse(f"audit:trail-export-{kind}"), {"verb": "role.given"}).streaming_content
        ).decode()
        for kind in ("csv", "jsonl")
    }
    rows = list(csv.DictReader(io.StringIO(taken["csv"].removeprefix("\ufeff"))))
    lines = [json.loads(line) for line in taken["jsonl"].splitlines()]
    assert {(row["verb"], row["verb_in_words"]) for row in rows} == {("role.given", what)}
    with translation.override(language):
        roles = {str(Role(json.loads(row["details"])["role"]).label) for row in rows}
    assert {row["object_type"] for row in rows} == {"people.employee"}
    assert {line["verb_in_words"] for line in lines} == {what}
    assert [json.loads(row["details_in_words"]) for row in rows] == [
        line["details_in_words"] for line in lines
    ]
    assert {line["details_in_words"][detail] for line in lines} == roles
    assert all("role" in json.loads(row["details"]) for row in rows)
    assert {line["object_type_in_words"] for line in lines} == {row["object_type_in_words"] for row in rows}


def test_k11_words_are_never_part_of_what_is_hashed(cast: Cast) -> None:
    """K11: a row holds codes alone, so that other words or another language never break the chain."""

    @operation
    def act() -> None:
        record("role.declined", by=cast.ines, obj=cast.ben, details={"role": "hr"})

    with translation.override("de"):
        act()
    row = AuditEvent.objects.latest("seq")
    stored = json.loads(row.canonical)
    assert (stored["verb"], stored["object_type"]) == ("role.declined", "people.employee")
    assert stored["details"] == {"role": "hr"}
    assert set(stored) == {
        "seq", "at", "verb", "actor", "on_behalf_of", "object_type", "object_id", "details", "salt"
    }  # fmt: skip
