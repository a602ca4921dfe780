"""Which line of people's code is wrong, and why."""
