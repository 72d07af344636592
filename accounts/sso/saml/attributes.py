"""A checked assertion in this portal's words."""

from accounts.sso.claims import NAME_MAX, Claimed, Proof, language
from accounts.sso.providers import SamlProvider
from accounts.sso.saml.assertions import Assertion

# What the usual directories call them; a provider's own name for one goes first.
CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
EMAIL = ("email", "mail", "urn:oid:0.9.2342.19200300.100.1.3", f"{CLAIMS}emailaddress")
NAME = (
    "name",
    "displayName",
    "urn:oid:2.16.840.1.113730.3.1.241",
    "http://schemas.microsoft.com/identity/claims/displayname",
    f"{CLAIMS}name",
)
LANGUAGE = ("preferredLanguage", "urn:oid:2.16.840.1.113730.3.1.39")
TOO_MANY_GROUPS = "http://schemas.microsoft.com/claims/groups.link"


def proof(assertion: Assertion, provider: SamlProvider) -> Proof:
    return Proof(
        claimed=_claimed(assertion, provider),
        second_factor=bool(set(assertion.contexts) & set(provider.second_factor_contexts)),
        authenticated_at=assertion.authenticated_at,
    )


def _claimed(assertion: Assertion, provider: SamlProvider) -> Claimed:
    address = _first(assertion, provider.email_attribute, *EMAIL).lower()
    return Claimed(
        subject=assertion.subject,
        name=_first(assertion, provider.name_attribute, *NAME)[:NAME_MAX],
        email=address if provider.vouches_for(address) else "",
        address=address,
        personnel_number=_first(assertion, provider.personnel_number_attribute),
        login_id=_first(assertion, provider.login_id_attribute).lower(),
        department=_first(assertion, provider.department_attribute),
        groups=_groups(assertion, provider),
        language=language(_first(assertion, *LANGUAGE)),
    )


def _groups(assertion: Assertion, provider: SamlProvider) -> tuple[str, ...] | None:
    """None when it does not say: Entra names a place to ask instead when somebody has too many groups."""
    if not provider.groups_attribute or TOO_MANY_GROUPS in assertion.attributes:
        return None
    return assertion.attributes.get(provider.groups_attribute, ())


def _first(assertion: Assertion, *names: str) -> str:
    return next((assertion.attributes[name][0] for name in names if assertion.attributes.get(name)), "")
