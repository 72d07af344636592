"""What people see: reading, answering, what is theirs. Views only translate HTTP."""
