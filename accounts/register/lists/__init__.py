"""Lists of accounts from a spreadsheet: what a file may say, what that means, and what it would change.

An account is recognised by platform and handle. An empty cell leaves what is on record as it is.
"""
