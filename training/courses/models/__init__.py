from training.courses.models.course import (
    TERMS,
    Course,
    CourseProposal,
    CourseText,
    CourseVersion,
    ProposedText,
)
from training.courses.models.learning import Attempt, AttemptAnswer, ExtraAttempt, LessonVisit
from training.courses.models.pages import CourseIndexPage, CoursePage
from training.courses.models.question import Question, QuestionVersion, VersionQuestion

__all__ = [
    "TERMS",
    "Attempt",
    "AttemptAnswer",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "CourseProposal",
    "CourseText",
    "CourseVersion",
    "ExtraAttempt",
    "LessonVisit",
    "ProposedText",
    "Question",
    "QuestionVersion",
    "VersionQuestion",
]
