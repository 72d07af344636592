"""Every kind of mail has a name on screen, in both languages."""

from django.utils import translation

from portal.mail.registry import kind_in_words
from tests.whole_house.source import ROOT, files

ENDING = ".subject.txt"


def test_every_kind_of_mail_has_a_name_in_both_languages() -> None:
    kinds = {path.name.removesuffix(ENDING) for path in files(ROOT, f"*{ENDING}")}
    assert "reminders.daily" in kinds
    for kind in kinds:
        names = {kind}
        for language in ("de", "en"):
            with translation.override(language):
                names.add(kind_in_words(kind))
        assert len(names) == 3, kind


def test_a_kind_that_nobody_names_stays_as_it_was_noted() -> None:
    assert kind_in_words("gone.kind") == "gone.kind"
