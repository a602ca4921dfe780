"""What each rung takes from the data and the settings, and the table it is judged by."""
