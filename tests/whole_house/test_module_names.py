"""A room holds only the modules that house.md §1 names, and a pure core of its own that is declared here."""

from pathlib import Path

from tests.whole_house.source import ROOMS, ROOT, files

HOUSE = frozenset(
    """__init__ models querysets choices operations permissions forms views urls jobs emails registry
    wagtail_hooks admin_views adapters middleware checks apps context_processors""".split()
)
FOLDERS = frozenset("migrations templates static management templatetags locale".split())
NEVER = frozenset(
    "utils util helpers helper services service signals managers common misc tools base_utils".split()
)
FRAME = frozenset("env urls wsgi celery setbased __init__".split())
CORES = {
    room: frozenset(names.split())
    for room, names in {
        "accounts.desk": "kiosk my_data",
        "accounts.sso": "claims client flights id_tokens my_data openid providers proving rules saml ways",
        "accounts.vault": "cards duties exposure leaving my_data opening pictures private rules steps totp",
        "accounts.access": "approving cards consenting deciding duties leaving lifecycle my_data printing "
        "reviewing routes rules steps",
        "accounts.people": "authentication calendar groups history my_data registrations sessions sign_in "
        "suppression",
        "accounts.imports": "checking columns delimited directory headings indexing judging limits my_data "
        "pages previewing rules samples staging tables uploads values wording workbooks",
        "accounts.register": "detecting duties health lifecycle lists my_data ranking rules starter "
        "visibility",
        "accounts.scim": "filtering limits mapping my_data protocol references registrations schema storage",
        "guidelines.guides": "blocks content faults figures freezing graph reading starter structure walking",
        "guidelines.coach": "blocks content faults freezing reading starter structure",
        "guidelines.reviews": "deadlines dossier entries figures my_data room rules",
        "guidelines.statements": "chain entries filling labels lifecycle my_data room rules showing",
        "guidelines.library": "assets authorship blocks comparing content content_checks file_types freezing "
        "panels parting proposals providers reading rendering sanitising starter strings translating uploads "
        "writing",
        "guidelines.editions": "alike changes drafts freezing pack pages panels reading reviewing rules "
        "structure",
        "guidelines.moderation": "board cards deadlines duties entries history house_rules judging lifecycle "
        "my_data paging pseudonyms rules wording",
        "guidelines.policies": "deadlines drafts duties forecasting lifecycle my_data passages pinning "
        "printing reading records requirements reviewing rules search standing wording",
        "guidelines.incidents": "charts file_kinds keeping kinds links log my_data parts pictures planning "
        "reading record_parts records registrations rooms rules samples standing storing telling tickets "
        "timeline verification wording",
        "guidelines.playbooks": "blocks calling checking content freezing judging lifecycle my_data "
        "presenting printing readiness reading rules standing starter structure tokens triage",
        "guidelines.alarms": "addresses chain filling health keys kinds memory my_data parts rules sealing "
        "sending speaking tokens wording",
        "training.assignments": "certificates deadlines duties endings enforcing lifecycle lists mine "
        "my_data proof records rules standing validity verification",
        "training.xapi": "addresses keys my_data rules sealing sending statements",
        "training.packages": "archive directory exporting manifest media_types my_data origin parts rules "
        "storing telling tokens",
        "training.courses": "allowance asking bank blocks content drafts drawing feedback freezing lessons "
        "marking my_data performance reading rules starter",
        "portal.audit": "append_only chain exporting rules stamping trail verification wording",
        "portal.documents": "certificates child cms codes engine failures fetching finishing frames "
        "inspecting keeping pool render seal storing verify wording",
        "portal.jobs": "duties embedded publishing running sweeping tasks",
        "portal.keys": "commitments envelope files ring sealing streams uploads",
        "portal.mail": "rendering wording",
        "portal.ui": "bundle formats gallery",
        "portal.upkeep": "addresses backups catalogues certificates health outgoing packs redaction smtp",
        "reports.api": "asking limits my_data openapi parts problems protocol registrations resources rules "
        "standing",
        "reports.dashboards": "charts columns course_figures figures files filters history home overview "
        "paging reminding rules standing team titles uploads waiting wording",
        "reports.demo": "access cast channels clock company guides incidents moderation playbooks storm "
        "story texts training vault",
        "reports.evidence": "checking facts limits masking pending printing revealing rules sampling "
        "standing storing uploads wording",
        "reports.reminders": "composing feed limits my_data news wording",
        "reports.training": "columns evidence filters forecasting history overview standing titles",
        "reports.exports": "archive building bundle columns courses lists rules selection sheets staging "
        "verify_bundle",
    }.items()
}


def violations(root: Path, cores: dict[str, frozenset[str]]) -> list[str]:
    """Every module that stands where no newcomer would look for it."""
    found = []
    for path in files(root, "*.py"):
        parts = path.relative_to(root).with_suffix("").parts
        if parts[0] == "portal" and parts[1] == "settings":
            continue
        problem = _problem(parts, cores)
        if problem:
            found.append(f"{'/'.join(parts)}.py: {problem}")
    return found


def _problem(parts: tuple[str, ...], cores: dict[str, frozenset[str]]) -> str:
    bad = NEVER & set(parts[1:])
    if bad:
        return f"{', '.join(bad)} says nothing about what is inside"
    if len(parts) == 2:
        return "" if parts[1] in FRAME else "belongs into a room"
    room, name = ".".join(parts[:2]), parts[2]
    if name in HOUSE | FOLDERS | cores.get(room, frozenset()):
        return ""
    return f"not a module name of the house; if it is {room}'s own core, declare it in CORES"


def test_modules_have_the_names_of_the_house() -> None:
    assert violations(ROOT, CORES) == []


def test_no_core_is_declared_that_is_gone() -> None:
    for room, names in CORES.items():
        folder = ROOT / room.replace(".", "/")
        gone = [
            name for name in names if not (folder / f"{name}.py").exists() and not (folder / name).is_dir()
        ]
        assert gone == [], f"{room} has no {gone} any more"


def test_a_planted_drawer_is_found(tmp_path: Path) -> None:
    for name in (
        "portal/audit/utils.py",
        "accounts/people/stuff.py",
        "guidelines/loose.py",
        "portal/audit/models.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = violations(tmp_path, {})
    assert [line.split(":")[0] for line in found] == [
        "portal/audit/utils.py",
        "accounts/people/stuff.py",
        "guidelines/loose.py",
    ]


def test_rooms_are_those_of_the_house() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests", "bench"} == set(ROOMS)
