"""Around the child: it is started, watched, ended, and what it says is checked."""
