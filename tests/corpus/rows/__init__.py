"""One module a family, named like its file: the edits and what is expected of them."""
