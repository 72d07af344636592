"""The refusals of this room, each with a sentence that says what is wrong and, where possible, what helps."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken

SAY = {
    # The file as a whole
    "not_a_zip": _("This is not a ZIP file. Please upload the package as your authoring tool saved it."),
    "broken": _("The ZIP file is damaged and cannot be unpacked. Please export the package again."),
    "empty": _("The ZIP file is empty."),
    "too_large": _("The file is larger than %(limit)s. Please compress its pictures and films."),
    "unpacked_too_large": _("Unpacked, the package would be larger than %(limit)s."),
    "file_too_large": _("“%(name)s” is larger than %(limit)s when unpacked."),
    "too_many_files": _("The package holds more than %(limit)s files."),
    "bomb": _("“%(name)s” unpacks to far more than its size suggests. Such packages are refused."),
    "too_deep": _("“%(name)s” lies in more than %(limit)s folders."),
    "name_too_long": _("A file name in the package is longer than %(limit)s characters: “%(name)s”."),
    "split": _("The package is split over several files. Please export it as one ZIP file."),
    "zip64": _("The ZIP file uses the format for very large archives (ZIP64), which packages do not need."),
    "prefixed": _("Something stands before the ZIP file's beginning. Please export the package again."),
    "overlap": _("Files in the ZIP file overlap. Such packages are refused."),
    "sizes_lie": _("The ZIP file is not honest about the size of “%(name)s”. Please export it again."),
    "headers_differ": _("The ZIP file names “%(name)s” in two different ways. Please export it again."),
    # One file in it
    "encrypted": _("“%(name)s” is protected by a password. Please export the package without one."),
    "method": _("“%(name)s” is packed in a way that is not supported. Please use an ordinary ZIP file."),
    "absolute": _("“%(name)s” does not stay inside the package: the path begins at the top of a disk."),
    "leaves": _("“%(name)s” does not stay inside the package: the path leads out of its folder."),
    "backslash": _("“%(name)s” has a backslash in its path. Please use an ordinary ZIP file."),
    "bad_name": _("A file name in the package has characters that cannot be used: “%(name)s”."),
    "special": _("“%(name)s” is a link or a device and not a file. Such packages are refused."),
    "twice": _("“%(name)s” is in the package more than once."),
    "file_and_folder": _("“%(name)s” is a file and a folder at once."),
    # The manifest
    "no_manifest": _("There is no imsmanifest.xml in the package. Is it a SCORM package?"),
    "manifest_below": _("imsmanifest.xml lies in “%(name)s”. Please zip the contents of that folder."),
    "manifest_too_large": _("imsmanifest.xml is larger than %(limit)s."),
    "not_xml": _("imsmanifest.xml cannot be read: it is not well-formed XML."),
    "dangerous_xml": _("imsmanifest.xml declares a document type or entities. Such packages are refused."),
    "not_a_manifest": _("imsmanifest.xml is not the manifest of a SCORM package."),
    "other_version": _("This is a package for %(version)s. Only SCORM 1.2 can be played."),
    "unknown_version": _("imsmanifest.xml does not say that this is a SCORM 1.2 package."),
    "no_organisation": _("imsmanifest.xml names no course that could be opened."),
    "no_sco": _("The course has no part that can be opened and reports back (no SCO)."),
    "several_scos": _(
        "The course has %(count)s parts that report for themselves (SCOs); only one can be played. "
        "Please export it as one SCO, or each part as a package of its own."
    ),
    "resource_missing": _("The course points to “%(name)s”, which imsmanifest.xml does not describe."),
    "start_outside": _("The course does not begin in the package but at “%(name)s”."),
    "start_missing": _("The course begins with “%(name)s”, which is not in the package."),
    "start_no_page": _("The course begins with “%(name)s”, which is not a page."),
    "bad_parameters": _("The course's start has parameters that cannot be used."),
}


class PackageRefused(RuleBroken):
    """A package that cannot be taken in. `slug` names why; `facts` are filled into its sentence."""

    def __init__(self, slug: str, **facts: Any) -> None:
        self.slug, self.facts = slug, facts
        super().__init__(sentence(slug, facts))


def sentence(slug: str, facts: dict[str, Any]) -> str | Promise:
    return SAY[slug] % facts if facts else SAY[slug]


class NotSetUp(RuleBroken):
    message = _("Course packages cannot be played here: the portal has no second address for them yet.")


class NoPackageCourse(RuleBroken):
    message = _("This course is not a course package.")


class NotYourVisit(RuleBroken):
    message = _("This course was opened by somebody else.")


class VisitOver(RuleBroken):
    message = _("This course was confirmed or has changed meanwhile. Please open it again.")


class WordExpired(RuleBroken):
    message = _("This page has expired. Please reload it; the course goes on where it was.")


class NotToldRight(RuleBroken):
    message = _("The package has told something that cannot be stored.")


class NotReported(RuleBroken):
    message = _("The package has not reported yet that the course is done.")


class StatementMissing(RuleBroken):
    message = _("Please tick the statement first. Nothing was recorded.")
