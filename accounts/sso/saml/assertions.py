"""What an assertion must prove (saml-profiles 4.1.4.3). Nothing is read but what the signature covers."""

import base64
import binascii
import time
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from django.conf import settings
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from accounts.sso.providers import SamlProvider
from accounts.sso.rules import NotBegunHere, SignInCancelled, TokenRefused
from accounts.sso.saml.names import BEARER, PERSISTENT, SAML, SAMLP, SIGNATURE, SUCCESS

ANSWER_MAX = 500_000  # characters
SUBJECT_MAX = 255
EXPECTED = SignatureConfiguration(
    location=f"./{SAML}Assertion/",
    expect_references=1,
    signature_methods=frozenset(
        SignatureMethod[f"{kind}_SHA{bits}"] for kind in ("RSA", "ECDSA") for bits in (256, 384, 512)
    ),
    digest_algorithms=frozenset(DigestAlgorithm[f"SHA{bits}"] for bits in (256, 384, 512)),
)
BROKEN = (SignXMLException, UnsupportedAlgorithm, etree.LxmlError, NotImplementedError, TypeError, ValueError)


@dataclass(frozen=True)
class Assertion:
    """What a provider proved. `answers` is the id of the portal's request; times are seconds of the epoch."""

    id: str
    answers: str
    expires_at: float
    authenticated_at: float
    contexts: tuple[str, ...]
    subject: str
    attributes: dict[str, tuple[str, ...]]


def checked(answer: str, *, provider: SamlProvider, audience: str, recipient: str) -> Assertion:
    """The assertion in the posted `answer`. Raises `TokenRefused`, `NotBegunHere`, `SignInCancelled`."""
    signed = _signed(_parsed(answer), provider)
    if _text(_one(signed, "Issuer")) != provider.entity_id:
        raise TokenRefused("issuer")
    _require_audience(_one(signed, "Conditions"), audience)
    confirmation = _confirmation(signed, recipient)
    statement = _one(signed, "AuthnStatement")
    _require_now(statement, until="SessionNotOnOrAfter")
    attributes = _attributes(signed)
    return Assertion(
        id=signed.get("ID"),
        answers=confirmation.get("InResponseTo"),
        expires_at=_moment(confirmation.get("NotOnOrAfter")),
        authenticated_at=_moment(statement.get("AuthnInstant")),
        contexts=tuple(map(_text, statement.iterfind(f"{SAML}AuthnContext/{SAML}AuthnContextClassRef"))),
        subject=_subject(signed, attributes, provider),
        attributes=attributes,
    )


def _parsed(answer: str) -> etree._Element:
    """The response as a tree without comments, which could cut a text in two; no entity is ever resolved."""
    if len(answer) > ANSWER_MAX:
        raise TokenRefused("size")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(base64.b64decode(answer), parser)
    except (binascii.Error, etree.XMLSyntaxError, ValueError) as wrong:
        raise TokenRefused("no XML") from wrong
    if root.getroottree().docinfo.doctype:
        raise TokenRefused("document type")
    if root.tag != f"{SAMLP}Response":
        raise TokenRefused("no response")
    status = root.find(f"{SAMLP}Status/{SAMLP}StatusCode")
    if status is None or status.get("Value") != SUCCESS:
        raise SignInCancelled
    return root


def _signed(root: etree._Element, provider: SamlProvider) -> etree._Element:
    """The one assertion, as it was signed by the provider; whatever else the response holds is dropped."""
    if next(root.iter(f"{SAML}EncryptedAssertion"), None) is not None:
        raise TokenRefused("encrypted")
    places = [list(root.iter(f"{SAML}Assertion")), root.findall(f"{SAML}Assertion")]
    if [len(found) for found in places] != [1, 1]:
        raise TokenRefused("one assertion")
    if len(list(places[0][0].iter(SIGNATURE))) != 1:
        raise TokenRefused("one signature")
    why = "no certificate"
    for certificate in provider.signers():
        try:
            return _verified(root, certificate)
        except BROKEN as wrong:
            why = f"{type(wrong).__name__}: {wrong}"[:200]
    raise TokenRefused(why)


def _verified(root: etree._Element, certificate: x509.Certificate) -> etree._Element:
    result = XMLVerifier().verify(root, x509_cert=certificate, expect_config=EXPECTED, id_attribute="ID")
    signed = result.signed_xml
    if signed is None or signed.tag != f"{SAML}Assertion" or not signed.get("ID"):
        raise ValueError("something else is signed")
    return signed


def _require_audience(conditions: etree._Element, audience: str) -> None:
    _require_now(conditions, until="NotOnOrAfter")
    restrictions = conditions.findall(f"{SAML}AudienceRestriction")
    named = [{_text(one) for one in each.iterfind(f"{SAML}Audience")} for each in restrictions]
    if not named or any(audience not in each for each in named):
        raise TokenRefused("audience")


def _confirmation(signed: etree._Element, recipient: str) -> etree._Element:
    """The proof that who brings this assertion was meant to, in answer to a request of ours."""
    for each in signed.iterfind(f"{SAML}Subject/{SAML}SubjectConfirmation"):
        data = each.find(f"{SAML}SubjectConfirmationData")
        if each.get("Method") == BEARER and data is not None and data.get("Recipient") == recipient:
            break
    else:
        raise TokenRefused("recipient")
    if not data.get("NotOnOrAfter"):
        raise TokenRefused("no expiry")
    _require_now(data, until="NotOnOrAfter")
    if not data.get("InResponseTo"):
        raise NotBegunHere
    return data


def _require_now(element: etree._Element, *, until: str) -> None:
    """Within the times that `element` names; clocks may differ by `SSO_CLOCK_SKEW_SECONDS`."""
    now, skew = time.time(), settings.SSO_CLOCK_SKEW_SECONDS
    if element.get("NotBefore") and _moment(element.get("NotBefore")) > now + skew:
        raise TokenRefused("not yet")
    if element.get(until) and _moment(element.get(until)) <= now - skew:
        raise TokenRefused("expired")


def _subject(signed: etree._Element, attributes: dict[str, tuple[str, ...]], provider: SamlProvider) -> str:
    """A name that never passes on to somebody else: an attribute the company chose, or a persistent id."""
    if provider.subject_attribute:
        said = attributes.get(provider.subject_attribute, ())
    else:
        name = signed.find(f"{SAML}Subject/{SAML}NameID")
        said = (_text(name),) if name is not None and name.get("Format") == PERSISTENT else ()
    if len(said) != 1 or not 0 < len(said[0]) <= SUBJECT_MAX:
        raise TokenRefused("subject")
    return said[0]


def _attributes(signed: etree._Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in signed.iterfind(f"{SAML}AttributeStatement/{SAML}Attribute"):
        name = each.get("Name", "")
        values = tuple(filter(None, map(_text, each.iterfind(f"{SAML}AttributeValue"))))
        found[name] = found.get(name, ()) + values
    return found


def _one(signed: etree._Element, name: str) -> etree._Element:
    found = signed.findall(f"{SAML}{name}")
    if len(found) != 1:
        raise TokenRefused(f"one {name}")
    return found[0]


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def _moment(said: str | None) -> float:
    """Seconds of the epoch. SAML writes times in UTC and says so (saml-core 1.3.3)."""
    try:
        moment = datetime.fromisoformat(said or "")
    except ValueError as wrong:
        raise TokenRefused("time") from wrong
    if moment.tzinfo is None:
        raise TokenRefused("time")
    return moment.timestamp()
