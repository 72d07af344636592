from accounts.people.models import Employee
from portal.audit.trail import operation, record
from training.courses.models import CourseText


@operation
def note_export(*, text: CourseText, by: Employee) -> None:
    """Who took a course out of the portal, which version and language."""
    version = text.version
    details = {"course": version.course.slug, "version": version.number, "language": text.language}
    record("package.exported", by=by, obj=version, details=details)
