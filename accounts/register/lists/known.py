"""What the register knows when a list is checked: platforms, employers, accounts, approvals."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from accounts.imports.headings import normal
from accounts.imports.values import Misread
from accounts.people.models import Entity
from accounts.register.detecting import approvals_needed
from accounts.register.lists.cells import folded_handle
from accounts.register.lists.columns import FACTS
from accounts.register.lists.people import People
from accounts.register.models import ChannelApproval, CorporateAccount, Platform

# What platforms were called before, or are called for short; only where the register has them.
OTHER_NAMES = {
    "twitter": "x",
    "whatsapp": "whatsapp-business",
    "messenger": "facebook-messenger",
    "google my business": "google-business-profile",
}
Key = tuple[int, str]


@dataclass
class Known:
    """Everything by the ways in which a list may name it."""

    platforms: dict[str, int] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    entities: dict[str, int] = field(default_factory=dict)
    approved: set[tuple[int, str]] = field(default_factory=set)
    accounts: dict[Key, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    people: People = field(default_factory=People)

    @classmethod
    def load(cls) -> "Known":
        known = cls()
        known._load_platforms()
        known.entities = {normal(name): pk for pk, name in Entity.objects.values_list("pk", "name")}
        known.approved = set(ChannelApproval.objects.holding().values_list("platform", "use"))
        rows = CorporateAccount.objects.values_list("pk", "platform", "handle")
        for pk, platform, handle in rows.iterator(chunk_size=5000):
            known.accounts[platform, folded_handle(handle)][handle] = pk
        return known

    def _load_platforms(self) -> None:
        slugs = {}
        for platform in Platform.objects.all():
            slugs[platform.slug] = platform.pk
            self.kinds[platform.pk] = platform.kind
            for name in (platform.name_de, platform.name_en):
                self.platforms[normal(name)] = platform.pk
        others = {name: slugs[slug] for name, slug in OTHER_NAMES.items() if slug in slugs}
        self.platforms = others | self.platforms | {normal(slug): pk for slug, pk in slugs.items()}

    def platform(self, name: str) -> int:
        try:
            return self.platforms[normal(name)]
        except KeyError:
            raise Misread("unknown_platform", name=name[:80]) from None

    def entity(self, name: str) -> int:
        try:
            return self.entities[normal(name)]
        except KeyError:
            raise Misread("unknown_entity", name=name[:80]) from None

    def approves(self, platform: int, *, takes_messages: bool) -> bool:
        """Whether DPO and legal have approved all that an account of that kind needs to go live."""
        needed = approvals_needed(self.kinds[platform], takes_messages=takes_messages)
        return all((platform, use) in self.approved for use in needed)

    def named(self, platform: int, handle: str) -> dict[str, int]:
        """Accounts on the register whose handle is `handle` or nearly so."""
        return self.accounts.get((platform, folded_handle(handle)), {})

    def account(self, platform: int, handle: str) -> int | None:
        """The account that is meant, if it is on the register. Raises `Misread` if several could be."""
        found = self.named(platform, handle)
        if handle in found:
            return found[handle]
        if len(found) > 1:
            raise Misread("several_accounts", name=handle[:80])
        return next(iter(found.values()), None)


def facts_of(pks: list[int]) -> dict[int, dict[str, Any]]:
    """What is on record of some accounts now, with their handle, as JSON holds it."""
    rows = CorporateAccount.objects.filter(pk__in=pks).values("pk", "handle", *FACTS)
    return {row.pop("pk"): row for row in rows}
