"""Asking the index. What a person may not read the query itself leaves out: neither shown nor counted."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from accounts.people.models import Employee
from guidelines.policies.models import Policy, Rendition, SearchTerm
from guidelines.policies.search.excerpts import excerpts, marked
from guidelines.policies.search.words import asked_words, folded, stem

QUERY_MAX = 200
RESULTS_MAX = 40
# From how many letters on a word is also looked for at the start and at the end of compounds.
START_FROM, END_FROM = 4, 5
EXACT, START, END = 4, 2, 1


@dataclass(frozen=True)
class Finding:
    """One guideline that was found, in the language that fits the person best."""

    rendition: Rendition
    title: SafeString
    excerpts: list[SafeString]


@dataclass(frozen=True)
class Findings:
    """What a query found. `complete` is false when no guideline has all the words of it."""

    results: list[Finding]
    total: int
    complete: bool = True


@dataclass(frozen=True)
class Wanted:
    """One word of the query, for texts of one language."""

    stem: str
    plain: str


@dataclass
class Match:
    """How well one rendition fits: which words of the query it has, how much they weigh, how they look."""

    policy: int = 0
    language: str = ""
    scores: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    words: set[str] = field(default_factory=set)

    @property
    def score(self) -> int:
        return sum(self.scores.values())


def find(person: Employee, query: str, *, language: str) -> Findings:
    """The guidelines in force that `person` may read and that have the words of `query`, best first."""
    words = asked_words(query[:QUERY_MAX])
    if not words:
        return Findings([], 0)
    matches = _matches(person, words)
    complete = {pk: match for pk, match in matches.items() if len(match.scores) == len(words)}
    ranked = _one_per_policy(complete or matches, language)
    return Findings(_load(ranked[:RESULTS_MAX]), len(ranked), bool(complete) or not matches)


def _matches(person: Employee, words: list[str]) -> dict[int, Match]:
    wanted = {
        code: [Wanted(stem(word, code), folded(word)) for word in words] for code, _name in settings.LANGUAGES
    }
    matches: dict[int, Match] = defaultdict(Match)
    for pk, policy, language, found, weight, forms in _rows(person, wanted):
        for number, word in enumerate(wanted.get(language, [])):
            likeness = _likeness(found, forms, word)
            if likeness:
                match = matches[pk]
                match.policy, match.language = policy, language
                match.scores[number] += likeness * weight
                match.words.update(forms.split())
    return matches


def _rows(person: Employee, wanted: dict[str, list[Wanted]]) -> QuerySet:
    condition = Q()
    for language, words in wanted.items():
        any_word = Q()
        for word in words:
            any_word |= _condition(word)
        condition |= Q(rendition__language=language) & any_word
    readable = Policy.objects.readable_by(person).values("current")
    terms = SearchTerm.objects.filter(condition, rendition__version__in=readable)
    return terms.values_list(
        "rendition_id", "rendition__version__policy_id", "rendition__language", "stem", "weight", "words"
    )


def _condition(wanted: Wanted) -> Q:
    """Stems that may fit; `_likeness` looks closer. While a word is typed its stem may be the shorter one:
    "einwill" is that of "Einwilligung", and "einwilligu" has none."""
    condition = Q(stem=wanted.stem)
    if len(wanted.stem) >= START_FROM:
        condition |= Q(stem__startswith=wanted.stem)
    if len(wanted.plain) > START_FROM:
        condition |= Q(stem__in=[wanted.plain[:end] for end in range(START_FROM, len(wanted.plain))])
    if len(wanted.stem) >= END_FROM:
        condition |= Q(stem__endswith=wanted.stem)
    return condition


def _likeness(found: str, forms: str, wanted: Wanted) -> int:
    """How alike: the same stem, a word that begins as typed, or a compound that ends with the stem.

    A stem alone is no beginning: "äußer" begins "außerdem" too.
    """
    if found == wanted.stem:
        return EXACT
    if len(wanted.plain) >= START_FROM and any(
        folded(form).startswith(wanted.plain) for form in forms.split()
    ):
        return START
    return END if len(wanted.stem) >= END_FROM and found.endswith(wanted.stem) else 0


def _one_per_policy(matches: dict[int, Match], language: str) -> list[tuple[int, Match]]:
    """The person's language counts first, then the better fit."""
    best: dict[int, tuple[int, Match]] = {}
    for pk, match in matches.items():
        held = best.get(match.policy)
        if held is None or _fitness(match, language) > _fitness(held[1], language):
            best[match.policy] = (pk, match)
    return sorted(best.values(), key=lambda one: (-len(one[1].scores), -one[1].score, one[0]))


def _fitness(match: Match, language: str) -> tuple[int, bool, int]:
    return len(match.scores), match.language == language, match.score


def _load(ranked: list[tuple[int, Match]]) -> list[Finding]:
    renditions = Rendition.objects.select_related("version__policy").defer("html")
    loaded = renditions.in_bulk([pk for pk, _match in ranked])
    return [
        Finding(
            rendition=loaded[pk],
            title=marked(loaded[pk].title, match.words),
            excerpts=excerpts(loaded[pk], match.words),
        )
        for pk, match in ranked
    ]
