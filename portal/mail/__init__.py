"""One localised message at a time: a row per send, rendered when it is sent, at least once (J1)."""
