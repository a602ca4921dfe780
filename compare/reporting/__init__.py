"""Reports for people and for programs; the data come from the other rooms."""
