"""The placeholders of every template that ships have names that people know."""

from guidelines.playbooks.starter.pack import starter_playbooks
from guidelines.statements.filling import placeholders
from guidelines.statements.labels import LABELS


def test_no_placeholder_that_ships_is_shown_by_its_technical_name():
    shipped = {
        name
        for playbook in starter_playbooks()
        for content in playbook.contents.values()
        for template in content["templates"]
        for name in placeholders(template["text"])
    }
    assert shipped
    assert shipped - LABELS.keys() == set()
