"""What holds for every service by which a company signs its people in, whatever it speaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One configured service. `domains` are the mail domains for which it speaks with authority."""

    SETTING: ClassVar[str]

    slug: str
    name: str
    domains: tuple[str, ...] = ()
    creates: bool = False
    entity: str = ""
    location: str = ""
    department: str = ""

    @classmethod
    def from_settings(cls, facts: Mapping[str, Any]) -> Self:
        known = {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
        known["name"] = known.get("name") or known["slug"]
        return cls(**known)

    @property
    def source(self) -> str:
        """The name under which rules for roles and the trail know it."""
        return f"sso:{self.slug}"

    @property
    def prefix(self) -> str:
        """How the variables that describe it begin."""
        return f"{self.SETTING}_{self.slug.upper().replace('-', '_')}_"

    def vouches_for(self, address: str) -> bool:
        """Only for the domains that are its own."""
        return address.rpartition("@")[2] in {domain.lower() for domain in self.domains}

    def problems(self) -> Iterator[str]:
        """What forbids using it, each with how to put it right."""
        if self.creates and not (self.entity and self.location):
            yield "CREATES needs ENTITY and LOCATION: the names of those for people put on record."


def is_local(address: str) -> bool:
    """On this machine, without TLS: for tests and for trying it out."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in LOOPBACK


def is_sound(address: str) -> bool:
    return bool(urlsplit(address).hostname) and (address.startswith("https://") or is_local(address))
