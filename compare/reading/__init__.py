"""People's files as pieces of Python, with the places they came from."""
