"""A driver that leaves a process behind, out of reach of its group: before anything is confined."""

import os
import time

if os.fork() == 0:
    os.setsid()
    os.closerange(0, 64)
    time.sleep(60)
    os._exit(0)


def drive(source, options):
    return []
