"""Keys that live outside the database, and the only code that wraps and unwraps with them."""
