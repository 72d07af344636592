"""What whoever runs the portal needs: health, logs without secrets, deployment checks, backup and restore."""
