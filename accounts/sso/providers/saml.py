"""Services that speak SAML 2.0. What checks their answers is an extra, and imported only when one is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import ClassVar

from cryptography import x509

from accounts.sso.providers.base import Provider, is_local, is_sound

CHECKER = "signxml"


@dataclass(frozen=True, kw_only=True)
class SamlProvider(Provider):
    """`certificates` are PEM, those that sign now and, while keys change, those that will.

    `subject_attribute` names the attribute that never passes on; without one the NameID must be persistent.
    """

    SETTING: ClassVar[str] = "PORTAL_SAML"

    entity_id: str
    sign_in_url: str
    certificates: str
    subject_attribute: str = ""
    name_attribute: str = ""
    email_attribute: str = ""
    personnel_number_attribute: str = ""
    login_id_attribute: str = ""
    groups_attribute: str = ""
    department_attribute: str = ""
    second_factor_contexts: tuple[str, ...] = ()

    @property
    def is_local(self) -> bool:
        return is_local(self.sign_in_url)

    def signers(self) -> list[x509.Certificate]:
        """The certificates, or none if they cannot be read."""
        try:
            return x509.load_pem_x509_certificates(self.certificates.encode())
        except ValueError:
            return []

    def problems(self) -> Iterator[str]:
        if find_spec(CHECKER) is None:
            yield (
                "needs one package more than the portal: "
                "pip install --require-hashes -r requirements/saml.lock"
            )
        if not self.entity_id:
            yield "ENTITY_ID is missing: the name by which the provider calls itself in its metadata."
        if not is_sound(self.sign_in_url):
            yield (
                "SIGN_IN_URL must be the https address of the provider's SingleSignOnService with binding "
                "HTTP-Redirect."
            )
        if not self.signers():
            yield "CERT_FILE must be a file with the certificate by which the provider signs, as PEM."
        yield from super().problems()
