"""A playbook with templates, and a chain that grows with the level."""

from typing import Any

from tests.factories.incidents import plan_content

TEMPLATES = [
    {
        "key": "hold",
        "kind": "holding",
        "title": "Halteantwort",
        "text": "Wir sehen, was Sie zu {topic} schreiben. {company} meldet sich um {next_update} wieder.",
        "valid_until": "",
    },
    {
        "key": "help",
        "kind": "offer-help",
        "title": "Hilfe anbieten",
        "text": "Bitte rufen Sie uns an.",
        "valid_until": "2099-12-31",
    },
    {"key": "old", "kind": "fact", "title": "Veraltet", "text": "Früher.", "valid_until": "2020-01-01"},
]


def levels() -> list[dict[str, Any]]:
    """Levels 0 and 1 ask for nobody, 2 and 3 for the lead, from 4 on for the lead and the speaker."""
    chains = [[], [], ["lead"], ["lead"], *[["lead", "speaker"]] * 3]
    return [
        {**level, "approvals": chain} for level, chain in zip(plan_content()["levels"], chains, strict=True)
    ]
