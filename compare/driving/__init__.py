"""What to call in people's code, and with what: runs in the child, beside the recorder."""
