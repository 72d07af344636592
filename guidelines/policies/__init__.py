"""What people are held to: released versions, requests to confirm them, and acknowledgements."""
