"""Course packages on the portal's host; their own origin is tests/training/packages/test_origin.py."""

from accounts.people.choices import Role
from tests.factories.packages import opened, released, written_course
from tests.whole_house.access import ONLY_OWNER, SIGNED_IN, Access, World, only
from training.courses.models import CourseVersion
from training.packages.models import PackageVisit

AUTHORS = only(Role.EDITOR, Role.APPROVER)


def _version(world: World) -> CourseVersion:
    return released(world.cast.edda, world.cast.falk)


def _visit(world: World) -> PackageVisit:
    return opened(world.find("package_version"), world.cast.ada)


THINGS = {
    "package_version": _version,
    "package_visit": _visit,
    "written_course": lambda world: written_course(world.cast.edda, world.cast.falk),
    "course_language": lambda world: "de",
}
VISIT = {"ref": "package_visit.ref"}
ROUTES = {
    "packages:package-add": Access(get=AUTHORS, post=AUTHORS),
    "packages:package-look": Access(get=AUTHORS, ids={"ref": "package_version.package.package.ref"}),
    "packages:course-export": Access(
        post=AUTHORS, ids={"slug": "written_course.course.slug", "language": "course_language"}
    ),
    "packages:course-open": Access(post=SIGNED_IN, ids={"slug": "package_version.course.slug"}),
    # A visit is one's own: nobody else's exists, whatever their role.
    "packages:visit-show": Access(get=ONLY_OWNER, ids=VISIT),
    "packages:visit-save": Access(post=ONLY_OWNER, ids=VISIT),
    "packages:visit-anew": Access(post=ONLY_OWNER, ids=VISIT),
    "packages:visit-confirm": Access(post=ONLY_OWNER, ids=VISIT),
}
