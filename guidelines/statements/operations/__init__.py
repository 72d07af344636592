from guidelines.statements.operations.answering import approve, send_back, submit, waive
from guidelines.statements.operations.drafting import (
    correct,
    draft_from_template,
    draft_own,
    fill_in,
    rewrite,
    withdraw,
)
from guidelines.statements.operations.publishing import mark_published

__all__ = [
    "approve",
    "correct",
    "draft_from_template",
    "draft_own",
    "fill_in",
    "mark_published",
    "rewrite",
    "send_back",
    "submit",
    "waive",
    "withdraw",
]
