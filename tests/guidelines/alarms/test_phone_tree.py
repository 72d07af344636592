"""The phone tree, for when nothing else works: the page and the paper."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.people.models import Absence, Employee
from guidelines.editions.reading import text_for
from guidelines.playbooks.models import Contact
from guidelines.playbooks.printing import sheets
from portal.audit.models import AuditEvent
from tests.factories.alarms import SPEAKER, names, number_of
from tests.factories.incidents import crisis_lead, edition_of
from tests.factories.people import signed_in
from tests.factories.playbooks import content, playbook

pytestmark = pytest.mark.django_db
PATH = reverse("alarms:phone-tree")


def test_the_phone_tree_has_names_and_numbers_and_is_looked_at_on_the_record(cast, plan, client):
    number_of(cast.ada, "+49 40 777")
    kaja = crisis_lead("Kaja Berg")
    page = signed_in(client, kaja).get(PATH).content.decode()
    tree = page[page.index("<main") :]
    assert tree.index("Ada Lindqvist") < tree.index("Ben Öztürk") < tree.index("Kaja Berg")
    assert "+49 40 777" in page
    assert AuditEvent.objects.filter(verb="alarm.tree_seen", actor=kaja.ref).count() == 1
    assert signed_in(Client(), cast.wolf).get(PATH).status_code == 403


def test_people_see_the_numbers_of_their_own_playbooks(cast, plan, client):
    """Whoever gives a number is told that people named in the same playbook can call it."""
    number_of(cast.ada, "+49 40 777")
    slug = "personal-data-exposed"
    other = playbook(slug, editor=cast.edda, approver=cast.falk)
    names(other, cast.wolf, role=content(slug=slug)["roles"][0]["key"])
    assert "+49 40 777" not in signed_in(client, cast.wolf).get(PATH).content.decode()
    for person, work in ((cast.wolf, other), (cast.ada, plan)):
        (tree,) = signed_in(client, person).get(PATH).context["trees"]
        assert tree.text.edition.work == work


@pytest.mark.parametrize("language", ["de", "en"])
def test_screen_and_paper_say_the_same(cast, plan, client, monkeypatch, language):
    """I5: the same roles, people, marks and numbers in the same order, whoever is away last."""
    number_of(cast.ada, "+49 40 777")
    names(plan, cast.wolf, role=SPEAKER)
    Absence.objects.create(employee=cast.ada, first_day=date(2020, 1, 1), last_day=date(2100, 1, 1))
    edition_of(plan, cast, contacts=[{"key": "lawyer", "name": "Anwalt", "what_for": ""}])
    Contact.objects.create(work=plan, key="lawyer", name="Kanzlei Deich", phone="+49 40 5550 100")
    kaja = crisis_lead("Kaja Berg")
    Employee.objects.update(language=language)
    screen = signed_in(client, kaja).get(PATH).content.decode()
    drawn = []
    monkeypatch.setattr(sheets, "render_pdf", lambda html, **_: drawn.append(html) or b"")
    sheets.people_pdf(plan, text_for(plan.current, language))
    assert rows(screen) == rows(drawn[0])
    said = " ".join(rows(screen))
    assert said.index("Ben Öztürk") < said.index("Ada Lindqvist") < said.index("Kaja Berg")
    assert "Kanzlei Deich" in said


def rows(html: str) -> list[str]:
    """What stands in the tree: the heading of each role, and every line below it."""
    tree = html[html.index("tree-branch") : html.index("</main>")]
    return [
        " ".join(strip_tags(one).split()) for one in re.findall(r"<h3.*?</h3>|<li>.*?</li>", tree, re.DOTALL)
    ]
