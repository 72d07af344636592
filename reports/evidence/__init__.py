"""Evidence of acknowledgements: one sealed PDF, issued once, and the public check of it."""
