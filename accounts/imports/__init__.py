"""People imported from a file: read, checked, looked at, applied all or nothing, undone."""
