"""Files as people have them: networks that are right, and one edit that makes each wrong."""
