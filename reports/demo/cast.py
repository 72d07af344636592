"""Who works at the demo company. All names are invented; whoever shares one is not meant."""

from dataclasses import dataclass

from accounts.people.choices import Role

COMPANY = "Hafenlicht GmbH"
SUBSIDIARY = "Hafenlicht Service GmbH"
MAIL_DOMAIN = "hafenlicht.example"

COMMUNICATIONS = "Marketing und Kommunikation"
SERVICE = "Kundenservice"
SALES = "Vertrieb"
TECHNOLOGY = "IT und Technik"
ADMINISTRATION = "Personal und Verwaltung"
DEPARTMENTS = (COMMUNICATIONS, SERVICE, SALES, TECHNOLOGY, ADMINISTRATION)

HAMBURG, MUNICH = "Hamburg", "München"
LOCATIONS = (
    {"name": HAMBURG, "country": "DE", "subdivision": "HH", "time_zone": "Europe/Berlin"},
    {"name": MUNICH, "country": "DE", "subdivision": "BY", "time_zone": "Europe/Berlin"},
)


@dataclass(frozen=True)
class Person:
    """One employee of the demo company; `login_id` is the first name in lower case."""

    login_id: str
    name: str
    department: str
    roles: tuple[Role, ...] = ()
    location: str = HAMBURG
    language: str = "de"
    manager: str = ""
    entity: str = COMPANY


LEADING = (
    Person("mara", "Mara Iversen", COMMUNICATIONS),
    Person("jonas", "Jonas Feldhaus", SERVICE, location=MUNICH, entity=SUBSIDIARY),
    Person("selin", "Selin Aydın", SALES),
    Person("piotr", "Piotr Wiśniewski", TECHNOLOGY),
    Person("ulrike", "Ulrike Sander", ADMINISTRATION),
)
MANAGER_OF = {person.department: person.login_id for person in LEADING}

WITH_ROLES = (
    Person("edda", "Edda Brandt", COMMUNICATIONS, (Role.EDITOR,)),
    Person("falk", "Falk Neumann", COMMUNICATIONS, (Role.APPROVER,)),
    Person("anton", "Anton Schuster", COMMUNICATIONS, (Role.ACCOUNT_ADMIN,)),
    Person("hanna", "Hanna Krüger", ADMINISTRATION, (Role.HR,)),
    Person("henrik", "Henrik Lohmann", ADMINISTRATION, (Role.HR,), location=MUNICH),
    Person("dana", "Dana Petrescu", ADMINISTRATION, (Role.DPO,)),
    Person("leif", "Leif Andresen", ADMINISTRATION, (Role.LEGAL,)),
    Person("wolf", "Wolf Hartmann", SERVICE, (Role.WORKS_COUNCIL,), location=MUNICH, entity=SUBSIDIARY),
    Person("cleo", "Cleo Nguyễn", ADMINISTRATION, (Role.AUDITOR,), language="en"),
    Person("ines", "Inès Castillo", TECHNOLOGY, (Role.SYSTEM_ADMIN,), language="en"),
    Person("igor", "Igor Petrović", TECHNOLOGY, (Role.SYSTEM_ADMIN,)),
    Person("runa", "Runa Thomsen", TECHNOLOGY, (Role.SECURITY_OFFICER,)),
    Person("kaja", "Kaja Lindgren", COMMUNICATIONS, (Role.CRISIS_LEAD,)),
)

_OTHERS = {
    COMMUNICATIONS: "Ben Öztürk|Lotta Reimers|Emil Vogt|Amira Haddad|Nils Petersen|Greta Sommer",
    SERVICE: (
        "Nele Brinkmann|Tarek Mansour|Wiebke Janssen|Luca Moretti|Sophie Baumgartner|Osman Yıldız|"
        "Katrin Huber|Florian Maier|Zeynep Kaya|Matthias Gruber|Elena Popova|Daniel Wolff"
    ),
    SALES: (
        "Robin Keller|Franziska Thiel|Mehmet Demir|Anneke de Vries|Paul Zimmermann|Ivana Kovač|"
        "Sven Albrecht|Charlotte Weiß|Hassan El-Amin"
    ),
    TECHNOLOGY: "Yuki Tanaka|Björn Carlsen|Marlene Fuchs|Radek Novák|Olga Schneider|Timo Berger|Priya Raman",
    ADMINISTRATION: "Birgit Hansen|Kofi Mensah|Anke Winter|Rosa Delgado|Jörg Schütz",
}
SPEAKS_ENGLISH = {"Amira Haddad", "Luca Moretti", "Anneke de Vries", "Yuki Tanaka", "Priya Raman"}


def _others() -> tuple[Person, ...]:
    people = []
    for department, names in _OTHERS.items():
        for index, name in enumerate(names.split("|")):
            people.append(
                Person(
                    login_id=name.split()[0].lower().replace("ö", "oe").replace("ü", "ue"),
                    name=name,
                    department=department,
                    location=MUNICH if department == SERVICE or index % 3 == 2 else HAMBURG,
                    language="en" if name in SPEAKS_ENGLISH else "de",
                    entity=SUBSIDIARY if department == SERVICE else COMPANY,
                )
            )
    return tuple(people)


OTHERS = _others()
EVERYBODY = LEADING + WITH_ROLES + OTHERS

# Whom the console offers to sign in as, in the order a tour would take.
SIGN_INS = (
    ("ben", "employee"),
    ("mara", "manager"),
    ("edda", "editor"),
    ("falk", "approver"),
    ("anton", "account admin"),
    ("hanna", "HR"),
    ("kaja", "crisis lead"),
    ("dana", "data protection officer"),
    ("leif", "legal"),
    ("wolf", "works council"),
    ("cleo", "auditor"),
    ("runa", "security officer"),
    ("ines", "system admin"),
)
