"""Learning: how long single answers of quizzes are kept."""

TRAINING_ANSWERS_KEPT_DAYS = 180
