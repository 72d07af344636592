"""A SAML provider that signs whatever a test tells it to, forgeries too. Nobody has to reach it."""

import base64
import datetime
import secrets
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.signer import XMLSigner

from accounts.sso.saml.names import BEARER, PERSISTENT, SAML, SAMLP, SUCCESS

ISSUER = "https://idp.hafenlicht.example/saml"
HERE = "http://testserver/signin/company/hafen"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
Change = Callable[[etree._Element], None]
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0"
 IssueInstant="{at}"><saml:Issuer>{issuer}</saml:Issuer><saml:Subject>
 <saml:NameID Format="{format}">{subject}</saml:NameID><saml:SubjectConfirmation Method="{method}">
 <saml:SubjectConfirmationData InResponseTo="{answers}" Recipient="{recipient}" NotOnOrAfter="{until}"/>
 </saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}">
 <saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>
 </saml:Conditions><saml:AuthnStatement AuthnInstant="{authenticated}"><saml:AuthnContext>
 <saml:AuthnContextClassRef>{context}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
 <saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"""
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0"
 IssueInstant="{at}"><samlp:Status><samlp:StatusCode Value="{status}"/></samlp:Status></samlp:Response>"""


def stamp(seconds: float = 0) -> str:
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def key_pair() -> tuple[rsa.RSAPrivateKey, str]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.hafenlicht.example")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    return key, certificate.public_bytes(serialization.Encoding.PEM).decode()


class LocalIdp:
    """`answer` builds a response to a request; `facts` change what the assertion says before it is signed."""

    def __init__(self) -> None:
        self.key, self.certificate = key_pair()

    def settings(self, **facts: Any) -> dict[str, Any]:
        base = {"slug": "hafen", "name": "Hafenlicht", "entity_id": ISSUER, "certificates": self.certificate}
        return {**base, "sign_in_url": "https://idp.hafenlicht.example/sso", **facts}

    def answer(self, address: str, **facts: Any) -> str:
        """The form field that the browser posts, for the address the portal sent it to."""
        return posted(self.response(answers=asked(address).get("ID"), **facts))

    def response(self, **facts: Any) -> etree._Element:
        return respond(self.signed(self.assertion(**facts)))

    def assertion(self, *, change: Change | None = None, attributes: dict | None = None, **facts: Any):
        usual = {
            "id": f"_{secrets.token_hex(8)}",
            "at": stamp(),
            "issuer": ISSUER,
            "format": PERSISTENT,
            "subject": "subject-1",
            "method": BEARER,
            "answers": "_asked",
            "recipient": f"{HERE}/answer/",
            "since": stamp(-30),
            "until": stamp(300),
            "audience": f"{HERE}/metadata/",
            "authenticated": stamp(),
            "context": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        }
        said = "".join(map(_attribute, (attributes or {}).items()))
        found = etree.fromstring(ASSERTION.format(**{**usual, **facts}, attributes=said))
        if change:
            change(found)
        return found

    def signed(self, element: etree._Element, **how: Any) -> etree._Element:
        signer = XMLSigner(**{"c14n_algorithm": EXCLUSIVE, "signature_algorithm": "rsa-sha256", **how})
        return signer.sign(element, key=self.key, cert=self.certificate, reference_uri=element.get("ID"))


def asked(address: str) -> etree._Element:
    """The request in an address at the provider."""
    deflated = base64.b64decode(parse_qs(urlsplit(address).query)["SAMLRequest"][0])
    return etree.fromstring(zlib.decompress(deflated, -15))


def respond(*assertions: etree._Element, status: str = SUCCESS) -> etree._Element:
    response = etree.fromstring(RESPONSE.format(at=stamp(), status=status))
    response.extend(assertions)
    return response


def posted(response: etree._Element | bytes) -> str:
    return base64.b64encode(response if isinstance(response, bytes) else etree.tostring(response)).decode()


def remove(path: str) -> Change:
    """Take an element away, before it is signed."""

    def change(assertion: etree._Element) -> None:
        found = assertion.find(path.replace("saml:", SAML).replace("samlp:", SAMLP))
        found.getparent().remove(found)

    return change


def _attribute(said: tuple[str, Any]) -> str:
    name, values = said
    listed = [values] if isinstance(values, str) else values
    inside = "".join(f"<saml:AttributeValue>{escape(value)}</saml:AttributeValue>" for value in listed)
    return f'<saml:Attribute Name="{escape(name)}">{inside}</saml:Attribute>'
