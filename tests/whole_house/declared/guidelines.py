from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.people.choices import Role
from guidelines.policies.choices import StatementKind
from guidelines.policies.models import Acknowledgement, PolicyVersion
from guidelines.policies.operations import acknowledge
from guidelines.policies.printing import issue_policy_pdf
from tests.factories.drafts import write
from tests.factories.policies import asset, propose, read, release, request_of, text
from tests.whole_house.access import NOBODY, ONLY_OWNER, SIGNED_IN, Access, World, only

WRITERS = only(Role.EDITOR, Role.APPROVER)
APPROVERS = only(Role.APPROVER)
PROPOSAL = {"ref": "proposal.ref"}
IN_FORCE = {"slug": "released.policy.slug"}
SHOWN = {"slug": "shown.policy.slug"}
VERSION = {**SHOWN, "major": "shown.major", "minor": "shown.minor"}
CONSENT = {"ref": "consent.ref"}


def _shown(world: World) -> PolicyVersion:
    """Released for everybody, with a picture and its PDF; Ada is asked."""
    _ = world.cast.ada
    texts = [text("de", assets=[asset()]), text("en")]
    version = release(editor=world.cast.edda, approver=world.cast.falk, slug="shown", texts=texts)
    issue_policy_pdf(version.renditions.get(language="de"))
    return version


def _consent(world: World) -> Acknowledgement:
    """Given by Ada."""
    person = world.cast.ada
    facts = {"slug": "consented", "statement_kind": StatementKind.CONSENT}
    version = release(editor=world.cast.edda, approver=world.cast.falk, **facts)
    asked = request_of(person, version.policy)
    return acknowledge(request=asked, read=read(asked), authenticated="password", by=person)


THINGS = {
    "stored_file": lambda world: default_storage.save("sample.txt", ContentFile(b"sample")),
    "draft": lambda world: write(world.cast),
    "proposal": lambda world: propose(by=world.cast.edda, slug="proposed"),
    "shown": _shown,
    "asked": lambda world: request_of(world.cast.ada, world.find("shown.policy")),
    "picture": lambda world: world.find("shown").renditions.get(language="de").assets.get(),
    "german": lambda world: "de",
    "consent": _consent,
    "released": lambda world: release(editor=world.cast.edda, approver=world.cast.falk, slug="released"),
}
ROUTES = {
    "policies:guideline-list": Access(get=SIGNED_IN),
    "policies:guideline-search": Access(get=SIGNED_IN),
    "policies:guideline-read": Access(get=SIGNED_IN, ids=SHOWN),
    "policies:guideline-changes": Access(get=SIGNED_IN, ids=SHOWN),
    "policies:version-read": Access(get=SIGNED_IN, ids=VERSION),
    "policies:version-pdf": Access(get=SIGNED_IN, ids={**VERSION, "language": "german"}),
    "policies:asset-show": Access(get=SIGNED_IN, ids={"sha256": "picture.sha256", "name": "picture.name"}),
    "policies:acknowledge": Access(get=ONLY_OWNER, post=ONLY_OWNER, ids={"ref": "asked.ref"}),
    "policies:acknowledgement-list": Access(get=SIGNED_IN),
    "policies:acknowledgement-detail": Access(get=ONLY_OWNER, ids=CONSENT),
    "policies:acknowledgement-mail": Access(post=ONLY_OWNER, ids=CONSENT),
    "policies:consent-withdraw": Access(get=ONLY_OWNER, post=ONLY_OWNER, ids=CONSENT),
    "policies:release-list": Access(get=WRITERS),
    "policies:release-propose": Access(get=WRITERS, post=WRITERS, ids={"page_id": "draft.pk"}),
    "policies:release-show": Access(get=WRITERS, ids=PROPOSAL),
    "policies:release-decide": Access(post=APPROVERS, ids=PROPOSAL),
    "policies:release-withdraw": Access(post=NOBODY, ids=PROPOSAL),  # only who proposed or decided it
    "policies:guideline-review": Access(get=WRITERS, post=APPROVERS, ids=IN_FORCE),
    "policies:guideline-retire": Access(get=APPROVERS, post=APPROVERS, ids=IN_FORCE),
    "library:media": Access(get=WRITERS, ids={"path": "stored_file"}),
}
