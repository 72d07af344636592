"""Unsigned, forged, wrapped, expired and misdirected assertions prove nothing."""

import copy
from collections.abc import Callable

import pytest
from lxml import etree

from accounts.sso.providers import SamlProvider
from accounts.sso.rules import NotBegunHere, SignInCancelled, TokenRefused
from accounts.sso.saml.assertions import Assertion, checked
from accounts.sso.saml.attributes import proof
from accounts.sso.saml.names import SAML, SAMLP, SIGNATURE
from tests.accounts.sso.local_idp import HERE, LocalIdp, posted, remove, respond, stamp

Forge = Callable[[LocalIdp], etree._Element]
DATA = "saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"


@pytest.fixture(scope="module")
def idp() -> LocalIdp:
    return LocalIdp()


def check(idp: LocalIdp, response: etree._Element | bytes, **facts) -> Assertion:
    provider = SamlProvider.from_settings(idp.settings(**facts))
    return checked(
        posted(response), provider=provider, audience=f"{HERE}/metadata/", recipient=f"{HERE}/answer/"
    )


def drop(name: str) -> Callable[[etree._Element], None]:
    """Take an attribute of the confirmation away, before it is signed."""
    path = DATA.replace("saml:", SAML)
    return lambda assertion: assertion.find(path).attrib.pop(name)


def sound_and_evil(idp: LocalIdp) -> tuple[etree._Element, etree._Element]:
    """What the provider signed for somebody, and the same text saying somebody else."""
    sound = idp.signed(idp.assertion())
    evil = copy.deepcopy(sound)
    evil.find(f"{SAML}Subject/{SAML}NameID").text = "somebody else"
    return sound, evil


def beside(idp: LocalIdp) -> etree._Element:
    sound, evil = sound_and_evil(idp)
    evil.set("ID", "_evil")
    return respond(evil, sound)


def in_extensions(idp: LocalIdp) -> etree._Element:
    sound, evil = sound_and_evil(idp)
    evil.remove(evil.find(SIGNATURE))
    response = respond(evil)
    etree.SubElement(response, f"{SAMLP}Extensions").append(sound)
    return response


def in_the_signature(idp: LocalIdp) -> etree._Element:
    sound, evil = sound_and_evil(idp)
    signature = evil.find(SIGNATURE)
    bare = copy.deepcopy(sound)
    bare.remove(bare.find(SIGNATURE))
    etree.SubElement(signature, f"{SIGNATURE.removesuffix('Signature')}Object").append(bare)
    return respond(evil)


def around(idp: LocalIdp) -> etree._Element:
    sound, evil = sound_and_evil(idp)
    signature = sound.find(SIGNATURE)
    evil.replace(evil.find(SIGNATURE), copy.deepcopy(signature))
    evil.set("ID", "_evil")
    sound.remove(signature)
    evil.append(sound)
    return respond(evil)


def renamed(idp: LocalIdp) -> etree._Element:
    """The signed one is called something else, so that only the evil one is an assertion."""
    sound, evil = sound_and_evil(idp)
    evil.set("ID", "_evil")
    sound.remove(sound.find(SIGNATURE))
    sound.tag = f"{SAMLP}Anything"
    response = respond(evil)
    response.append(sound)
    return response


def altered(idp: LocalIdp) -> etree._Element:
    return respond(sound_and_evil(idp)[1])


def response_signed_only(idp: LocalIdp) -> etree._Element:
    return idp.signed(respond(idp.assertion()))


def response_signed_inside(idp: LocalIdp) -> etree._Element:
    """The signature is sound and stands in the right place, but covers something else."""
    response = respond(idp.assertion())
    signed = idp.signed(response)
    signed.find(f"{SAML}Assertion").append(signed.find(SIGNATURE))
    return signed


def unsigned(idp: LocalIdp) -> etree._Element:
    return respond(idp.assertion())


def by_a_weak_digest(idp: LocalIdp) -> etree._Element:
    sound = etree.tostring(idp.response())
    return etree.fromstring(sound.replace(b"2001/04/xmlenc#sha256", b"2000/09/xmldsig#sha1"))


BY_ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
# What is wrong with it, and so why it is refused.
FORGED: dict[str, tuple[str, Forge]] = {
    "unsigned": ("one signature", unsigned),
    "only the response signed": ("one signature", response_signed_only),
    "response signed inside": ("ValueError: something else", response_signed_inside),
    "another key": ("InvalidSignature", lambda p: LocalIdp().response()),
    "altered afterwards": ("InvalidDigest", altered),
    "weak digest": ("InvalidSignature", by_a_weak_digest),
    "wrapped: beside": ("one assertion", beside),
    "wrapped: in extensions": ("one assertion", in_extensions),
    "wrapped: in the signature": ("one assertion", in_the_signature),
    "wrapped: around": ("one assertion", around),
    "wrapped: renamed": ("InvalidDigest", renamed),
    "another issuer": ("issuer", lambda p: p.response(issuer="https://evil.example")),
    "wrong audience": ("audience", lambda p: p.response(audience="https://another.application.example")),
    "no audience": (
        "audience",
        lambda p: p.response(change=remove("saml:Conditions/saml:AudienceRestriction")),
    ),
    "wrong recipient": (
        "recipient",
        lambda p: p.response(recipient="https://another.application.example/answer/"),
    ),
    "no recipient": ("recipient", lambda p: p.response(change=drop("Recipient"))),
    "another confirmation": (
        "recipient",
        lambda p: p.response(method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"),
    ),
    "expired": ("expired", lambda p: p.response(until=stamp(-120))),
    "never expires": ("no expiry", lambda p: p.response(change=drop("NotOnOrAfter"))),
    "not yet": ("not yet", lambda p: p.response(since=stamp(900))),
    "a time without a zone": ("time", lambda p: p.response(authenticated="2026-01-01T00:00:00")),
    "no conditions": ("one Conditions", lambda p: p.response(change=remove("saml:Conditions"))),
    "no statement": ("one AuthnStatement", lambda p: p.response(change=remove("saml:AuthnStatement"))),
    "an address as subject": ("subject", lambda p: p.response(format=BY_ADDRESS)),
    "empty subject": ("subject", lambda p: p.response(subject=" ")),
    "no response": ("no response", lambda p: p.signed(p.assertion())),
}
HOSTILE = {
    "no XML": b"<",
    "empty": b"",
    "a document type": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    "a file": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    "too large": b" " * 500_000,
}


def test_a_sound_assertion_is_read(idp: LocalIdp) -> None:
    found = check(idp, idp.response(attributes={"mail": "ben@hafenlicht.example", "groups": ["a", "b"]}))
    assert (found.subject, found.answers) == ("subject-1", "_asked")
    assert found.attributes == {"mail": ("ben@hafenlicht.example",), "groups": ("a", "b")}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_assertion_is_refused(how: str, idp: LocalIdp) -> None:
    why, forge = FORGED[how]
    with pytest.raises(TokenRefused) as refused:
        check(idp, forge(idp))
    assert refused.value.reason.startswith(why)


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_input_is_refused_without_an_error(what: str, idp: LocalIdp) -> None:
    with pytest.raises(TokenRefused):
        check(idp, HOSTILE[what])


def test_an_answer_nobody_asked_for_is_refused(idp: LocalIdp) -> None:
    with pytest.raises(NotBegunHere):
        check(idp, idp.response(change=drop("InResponseTo")))


def test_a_no_of_the_provider_is_no_forgery(idp: LocalIdp) -> None:
    with pytest.raises(SignInCancelled):
        check(idp, respond(status="urn:oasis:names:tc:SAML:2.0:status:Responder"))


def test_a_comment_cuts_no_name_in_two(idp: LocalIdp) -> None:
    """Comments may be put in after signing; a reader that stops at one takes somebody for somebody else."""
    text = etree.tostring(idp.response(subject="subject-1.evil"))
    cut = text.replace(b"subject-1.evil", b"subject-1<!-- -->.evil")
    assert check(idp, cut).subject == "subject-1.evil"


def test_the_next_key_is_known_before_it_signs(idp: LocalIdp) -> None:
    coming = LocalIdp()
    both = idp.certificate + coming.certificate
    assert check(idp, coming.response(), certificates=both).subject == "subject-1"
    assert check(idp, idp.response(), certificates=both).subject == "subject-1"


def test_the_company_may_name_the_attribute_that_never_passes_on(idp: LocalIdp) -> None:
    said = idp.response(subject="ben@hafenlicht.example", attributes={"objectid": "4711"})
    assert check(idp, said, subject_attribute="objectid").subject == "4711"
    with pytest.raises(TokenRefused):
        check(idp, idp.response(attributes={"objectid": ["1", "2"]}), subject_attribute="objectid")


@pytest.mark.parametrize(
    ("attributes", "email", "groups"),
    [
        ({"mail": "Ben@Hafenlicht.example", "groups": "a"}, "ben@hafenlicht.example", ("a",)),
        ({"mail": "ben@evil.example"}, "", ()),
        ({"groups": ["a"], "http://schemas.microsoft.com/claims/groups.link": "elsewhere"}, "", None),
    ],
)
def test_what_a_provider_vouches_for(attributes: dict, email: str, groups: object, idp: LocalIdp) -> None:
    facts = {"domains": ["hafenlicht.example"], "groups_attribute": "groups"}
    found = check(idp, idp.response(attributes=attributes), **facts)
    claimed = proof(found, SamlProvider.from_settings(idp.settings(**facts))).claimed
    assert (claimed.email, claimed.groups) == (email, groups)


@pytest.mark.parametrize(("context", "attested"), [("https://refeds.org/profile/mfa", True), ("else", False)])
def test_who_attests_a_second_factor(context: str, attested: bool, idp: LocalIdp) -> None:
    provider = SamlProvider.from_settings(
        idp.settings(second_factor_contexts=["https://refeds.org/profile/mfa"])
    )
    assert proof(check(idp, idp.response(context=context)), provider).second_factor is attested
