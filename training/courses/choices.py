from django.db import models
from django.utils.translation import pgettext_lazy


class CourseKind(models.TextChoices):
    OWN = "own", pgettext_lazy("kind of course", "Written here")
    PACKAGE = "package", pgettext_lazy("kind of course", "SCORM package")


class ChangeClass(models.TextChoices):
    EDITORIAL = "editorial", pgettext_lazy("change of a course", "Editorial")
    MATERIAL = "material", pgettext_lazy("change of a course", "Material")


class Effect(models.TextChoices):
    """What a material change does to the proof people have."""

    KEEP = "keep", pgettext_lazy("effect of a new course version", "Proof stays valid")
    GRACE = "grace", pgettext_lazy("effect of a new course version", "Proof stays valid until a day")
    END = "end", pgettext_lazy("effect of a new course version", "Proof ends at once")


class QuestionKind(models.TextChoices):
    SINGLE = "single", pgettext_lazy("kind of question", "One answer is right")
    MULTIPLE = "multiple", pgettext_lazy("kind of question", "Several answers are right")
    ORDER = "order", pgettext_lazy("kind of question", "Put in order")
    TRUE_FALSE = "true_false", pgettext_lazy("kind of question", "True or false")
    SCENARIO = "scenario", pgettext_lazy("kind of question", "What would you do?")


ONE_ANSWER = (QuestionKind.SINGLE, QuestionKind.TRUE_FALSE, QuestionKind.SCENARIO)


class Confidence(models.TextChoices):
    SURE = "sure", pgettext_lazy("confidence", "I am sure")
    THINK_SO = "think_so", pgettext_lazy("confidence", "I think so")
    GUESS = "guess", pgettext_lazy("confidence", "I am guessing")


class AttemptState(models.TextChoices):
    OPEN = "open", pgettext_lazy("attempt", "Under way")
    PASSED = "passed", pgettext_lazy("attempt", "Passed")
    FAILED = "failed", pgettext_lazy("attempt", "Not passed")
    VOID = "void", pgettext_lazy("attempt", "Does not count: the course has changed")


MARKED = (AttemptState.PASSED, AttemptState.FAILED)


class ProposalState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("course proposal", "Waiting for approval")
    RELEASED = "released", pgettext_lazy("course proposal", "Released")
    SENT_BACK = "sent_back", pgettext_lazy("course proposal", "Sent back")
    WITHDRAWN = "withdrawn", pgettext_lazy("course proposal", "Withdrawn")


class Verdict(models.TextChoices):
    """What an answer in a worked example is like."""

    GOOD = "good", pgettext_lazy("answer in an example", "A good choice")
    UNCLEAR = "unclear", pgettext_lazy("answer in an example", "It depends")
    BAD = "bad", pgettext_lazy("answer in an example", "Better not")
