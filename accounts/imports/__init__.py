"""People imported from a file: read, checked, looked at, applied all or nothing, undone.

What is not about people serves every list that comes as CSV or XLSX: `tables` with its readers and `limits`,
`headings`, `samples`, `uploads`, `pages`, the abstract `FileImport` and `operations.files`.
"""
