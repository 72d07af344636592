"""Filling the index: one row per stem of every language of a version in force."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from guidelines.library.freezing import contents_of
from guidelines.policies.models import Policy, PolicyVersion, Rendition, SearchTerm
from guidelines.policies.search.words import plain_form, stem, words_in

TITLE, HEADING, SUMMARY, TEXT = 12, 5, 4, 1
# The tenth mention of a word says no more than the fifth.
TEXT_MAX = 5
BATCH = 500


@dataclass
class Weighed:
    """What was found about one stem so far."""

    standing: int = 0
    mentions: int = 0
    words: set[str] = field(default_factory=set)

    @property
    def weight(self) -> int:
        return self.standing + min(self.mentions, TEXT_MAX) * TEXT


def index_version(version: PolicyVersion) -> None:
    """Make `version` what search finds of its guideline, instead of any earlier one."""
    SearchTerm.objects.filter(rendition__version__policy=version.policy_id).delete()
    for rendition in version.renditions.all():
        SearchTerm.objects.bulk_create(_terms(rendition), batch_size=BATCH)


def reindex() -> int:
    """Index every guideline in force again; returns how many. Searches meanwhile find the old or the new."""
    policies = list(Policy.objects.in_force().order_by("pk").values_list("pk", flat=True))
    SearchTerm.objects.exclude(rendition__version__policy__in=policies).delete()
    for pk in policies:
        with transaction.atomic():
            policy = Policy.objects.select_for_update(no_key=True).get(pk=pk)
            if policy.current is not None:
                index_version(policy.current)
    return len(policies)


def _terms(rendition: Rendition) -> list[SearchTerm]:
    found: dict[str, Weighed] = defaultdict(Weighed)
    for text, standing in _sources(rendition):
        for word in words_in(text):
            weighed = found[stem(word, rendition.language)]
            weighed.standing = max(weighed.standing, standing)
            weighed.mentions += 1
            weighed.words.add(plain_form(word))
    return [
        SearchTerm(rendition=rendition, stem=key, weight=one.weight, words=" ".join(sorted(one.words)))
        for key, one in sorted(found.items())
    ]


def _sources(rendition: Rendition) -> Iterator[tuple[str, int]]:
    yield rendition.title, TITLE
    yield rendition.summary, SUMMARY
    for heading in contents_of(rendition.html):
        yield heading.text, HEADING
    yield rendition.text, 0
    yield rendition.statement, 0
