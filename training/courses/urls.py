"""Learning, the quiz, and the desk where courses are made."""

from django.urls import path

from training.courses.views import desk, learning, proposals, questions, quiz

app_name = "courses"

urlpatterns = [
    path("learning/courses/<slug:slug>/", learning.course_show, name="course-show"),
    path("learning/courses/<slug:slug>/lessons/<slug:key>/", learning.lesson_show, name="lesson-show"),
    path("learning/courses/<slug:slug>/quiz/", quiz.quiz_start, name="quiz-start"),
    path("learning/attempts/<uuid:ref>/", quiz.attempt_show, name="attempt-show"),
    path("learning/attempts/<uuid:ref>/review/", quiz.attempt_review, name="attempt-review"),
    path("learning/attempts/<uuid:ref>/submit/", quiz.attempt_submit, name="attempt-submit"),
    path("learning/attempts/<uuid:ref>/result/", quiz.attempt_result, name="attempt-result"),
    path("courses/", desk.desk, name="desk"),
    path("courses/proposals/<uuid:ref>/", proposals.proposal_show, name="proposal-show"),
    path("courses/proposals/<uuid:ref>/decide/", proposals.proposal_decide, name="proposal-decide"),
    path("courses/proposals/<uuid:ref>/withdraw/", proposals.proposal_withdraw, name="proposal-withdraw"),
    path("courses/<slug:slug>/", desk.desk_course, name="desk-course"),
    path("courses/<slug:slug>/figures/", desk.desk_figures, name="desk-figures"),
    path("courses/<slug:slug>/propose/", proposals.course_propose, name="course-propose"),
    path("courses/<slug:slug>/withdraw/", desk.desk_retire, name="desk-retire"),
    path("courses/<slug:slug>/new-question/", questions.question_new, name="question-new"),
    path("courses/<slug:slug>/questions/<slug:key>/", questions.question_edit, name="question-edit"),
    path("courses/<slug:slug>/questions/<slug:key>/bank/", questions.question_retire, name="question-retire"),
]
