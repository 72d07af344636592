"""What a list can say about an account, and under which headings."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.imports.headings import Field, guess_among

FIELDS = (
    Field(
        "platform",
        _("Platform"),
        "Plattform",
        "Platform",
        ("netzwerk", "soziales netzwerk", "kanal", "network", "social network", "channel"),
        required=True,
        example=("LinkedIn", "LinkedIn"),
    ),
    Field(
        "handle",
        pgettext_lazy("account", "Handle"),
        "Kontoname",
        "Handle",
        (
            "konto",
            "name des kontos",
            "benutzername",
            "profilname",
            "profil",
            "seitenname",
            "account",
            "account name",
            "username",
            "user name",
            "page name",
        ),
        required=True,
        example=("beispiel-gmbh", "example-ltd"),
    ),
    Field(
        "address",
        pgettext_lazy("web", "Address"),
        "Adresse",
        "Address",
        ("url", "link", "webadresse", "internetadresse", "link zum profil", "web address", "profile url"),
        example=("https://linkedin.example/beispiel-gmbh", "https://linkedin.example/example-ltd"),
    ),
    Field(
        "purpose",
        _("Purpose"),
        "Zweck",
        "Purpose",
        ("aufgabe", "wofür", "inhalt", "what for"),
        example=("Stellen und Neuigkeiten", "Jobs and news"),
    ),
    Field(
        "entity",
        _("Employer"),
        "Arbeitgeber",
        "Employer",
        ("gesellschaft", "firma", "unternehmen", "arbeitgeberin", "entity", "company"),
    ),
    Field(
        "owner",
        _("Owner"),
        "Verantwortlich",
        "Owner",
        ("verantwortung", "verantwortliche", "verantwortliche person", "verantwortlicher", "responsible"),
        example=("aenne.mueller@firma.example", "jane.miller@company.example"),
    ),
    Field(
        "deputy",
        _("Deputy"),
        "Stellvertretung",
        "Deputy",
        ("vertretung", "stellvertreter", "stellvertreterin", "backup"),
        example=("10002", "10002"),
    ),
    Field(
        "brand",
        pgettext_lazy("account", "Brand or region"),
        "Marke oder Region",
        "Brand or region",
        ("marke", "region", "brand", "land", "country"),
    ),
    Field(
        "criticality",
        _("Criticality"),
        "Bedeutung",
        "Criticality",
        ("kritikalität", "wichtigkeit", "priorität", "priority"),
        example=("Mittel", "Medium"),
    ),
    Field(
        "status",
        _("Status"),
        "Status",
        "Status",
        ("zustand", "state"),
        example=("In Betrieb", "Live"),
    ),
    Field(
        "takes_messages",
        _("Direct messages"),
        "Direktnachrichten",
        "Direct messages",
        ("nachrichten", "messages", "dm", "dms", "customers can write direct messages"),
        example=("Ja", "Yes"),
    ),
    Field("imprint", _("Imprint"), "Impressum", "Imprint", ("link zum impressum", "link to the imprint")),
    Field(
        "privacy_notice",
        _("Privacy notice"),
        "Datenschutzerklärung",
        "Privacy notice",
        ("datenschutz", "datenschutzhinweis", "link zur datenschutzerklärung", "privacy", "privacy policy"),
    ),
    Field(
        "recovery_mail",
        _("Whose recovery address"),
        "Wessen Wiederherstellungsadresse",
        "Whose recovery address",
        ("art der wiederherstellungsadresse", "kind of recovery address", "recovery mail kind"),
        example=("Funktionspostfach", "Company mailbox"),
    ),
    Field(
        "recovery_address",
        _("Recovery address"),
        "Adresse zur Wiederherstellung",
        "Recovery address",
        ("wiederherstellungsadresse", "wiederherstellungs mail", "recovery mail", "recovery email"),
        example=("social@firma.example", "social@company.example"),
    ),
    Field(
        "second_factor",
        _("Second factor"),
        "Zweiter Faktor",
        "Second factor",
        ("2fa", "mfa", "zwei faktor", "two factor", "zwei faktor anmeldung"),
        example=("Firmengerät", "Company device"),
    ),
    Field(
        "custodian",
        _("Who keeps SIM, device or key"),
        "Wer SIM, Gerät oder Schlüssel verwahrt",
        "Who keeps SIM, device or key",
        ("verwahrt von", "verwahrung", "gerät bei", "custodian", "kept by"),
    ),
    Field(
        "recovery_codes_left",
        _("Recovery codes left"),
        "Übrige Wiederherstellungscodes",
        "Recovery codes left",
        ("anzahl wiederherstellungscodes", "number of recovery codes", "codes left"),
    ),
    Field(
        "administrators",
        _("Administrators on the platform"),
        "Verwaltende auf der Plattform",
        "Administrators on the platform",
        (
            "anzahl verwaltende",
            "administratoren",
            "anzahl administratoren",
            "admins",
            "anzahl admins",
            "administrators",
            "number of administrators",
        ),
        example=("2", "2"),
    ),
    Field(
        "vault_address",
        _("Link to an own vault"),
        "Link zum eigenen Tresor",
        "Link to an own vault",
        ("tresor", "passwortmanager", "vault", "vault link", "password manager"),
    ),
)
BY_NAME = {field.name: field for field in FIELDS}
PEOPLE = ("owner", "deputy", "custodian")
REFERENCES = ("entity", *PEOPLE)
# What a list may change of an account; platform and handle say which one is meant.
FACTS = tuple(field.name for field in FIELDS if field.name not in ("platform", "handle"))
# Without these nobody knows what a new account is for and who answers for it.
NEEDED = ("purpose", "entity", "owner", "deputy")


def guess(headings: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by the words we know."""
    return guess_among(FIELDS, headings, {})
