"""Who works here, how they get in, and who may do what."""
