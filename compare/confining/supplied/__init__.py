"""Modules that files import and that do not lie beside them: texts that are recorded like theirs.

Written from the public signatures; nothing of the course's own files is in them.
"""
