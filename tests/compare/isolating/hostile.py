"""Files that do what no network does, and what is true of them afterwards.

Each is a text, how its run ends (``None``: well) with a part of the words, and what they call
``result`` if they come to it.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Hostile:
    name: str
    text: str
    error: str | None
    words: str = ""
    result: Any = None
    line: int | None = None
    seconds: float = 20.0


FINE = 42

FILES = [
    Hostile(
        "endless-loop",
        "def f():\n    while True:\n        pass\nf()",
        "TimeLimit",
        line=2,
        seconds=1,
    ),
    Hostile(
        "catches-everything",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "TimeLimit",
        seconds=1,
    ),
    Hostile(
        "hangs-in-c",
        "def f():\n    return 7 ** (7 ** 12)\nf()",
        "TimeLimit",
        line=2,
        seconds=1,
    ),
    Hostile(
        "closes-everything-and-hangs",
        "import os\nos.closerange(0, 99)\nwhile True: pass",
        "TimeLimit",
        seconds=1,
    ),
    Hostile(
        "fork-bomb",
        "import os\nwhile True:\n    os.fork()",
        "RefusedError",
        "another process",
        line=3,
    ),
    Hostile(
        "fork-bomb-with-a-net",
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
        "TimeLimit",
        seconds=1,
    ),
    Hostile(
        "spawns",
        "import os\nos.posix_spawn('/bin/sh', ['sh'], {})",
        "RefusedError",
        "process",
        line=2,
    ),
    Hostile("shell", "import os\nos.system('touch CANARY')", "RefusedError", "process", line=2),
    Hostile("popen", "import os\nos.popen('touch CANARY')", "", line=2),
    Hostile(
        "subprocess",
        "import subprocess\nsubprocess.run(['touch', 'CANARY'])",
        "RefusedError",
        line=2,
    ),
    Hostile(
        "threads",
        "import threading\nthreading.Thread(target=print).start()",
        "RefusedError",
        line=2,
    ),
    Hostile(
        "memory", "import numpy as np\nX = np.ones(100 << 27)", "MemoryError", "100. GiB", line=2
    ),
    Hostile(
        "memory-by-and-by",
        "kept = []\nwhile True:\n    kept.append(bytearray(1 << 26))",
        "MemoryError",
        line=3,
    ),
    Hostile(
        "recursion",
        "import sys\nsys.setrecursionlimit(10**9)\ndef f():\n    return f()\nf()",
        "RecursionError",
        line=4,
    ),
    Hostile(
        "exit-at-once",
        "import os\ndef f():\n    os._exit(0)\nf()",
        "EndRefusedError",
        "os._exit(0)",
        line=3,
    ),
    Hostile(
        "exit-by-another-door",
        "import sys\nsys.modules['posix']._exit(0)",
        "EndRefusedError",
        line=2,
    ),
    Hostile("sys-exit", "import sys\nsys.exit(0)", "SystemExit", "ended the program", line=2),
    Hostile("quit", "quit()", "SystemExit", line=1),
    Hostile("kill-itself", "import os\nos.kill(os.getpid(), 9)", "RefusedError", line=2),
    Hostile("kill-the-parent", "import os\nos.kill(os.getppid(), 9)", "RefusedError", line=2),
    Hostile("abort", "import os\nos.abort()", "EndRefusedError", line=2),
    Hostile(
        "segfault",
        "import numpy as np\nx = np.lib.stride_tricks.as_strided(np.ones(3), (3,), (1 << 40,))\n"
        "x.sum()",
        "Crash",
        "segmentation fault",
    ),
    Hostile("foreign-functions", "import ctypes\nctypes.string_at(0)", "RefusedError", line=2),
    Hostile(
        "foreign-functions-of-numpy",
        "import numpy as np\nnp.ctypeslib.ctypes.CDLL(None)",
        "RefusedError",
        "foreign",
        line=2,
    ),
    Hostile(
        "exits-in-a-destructor",
        "class A:\n    def __del__(self): raise SystemExit\na = A()\ndel a\nresult = 42",
        None,
        result=FINE,
    ),
    Hostile(
        "exits-in-a-last-destructor",
        "class A:\n    def __del__(self): raise SystemExit\na = A()\nresult = 42",
        None,
        result=FINE,
    ),
    Hostile(
        "at-exit",
        "import atexit, os\natexit.register(lambda: os._exit(3))\nresult = 42",
        None,
        result=FINE,
    ),
    Hostile(
        "signals", "import signal\nsignal.signal(signal.SIGTERM, print)", "RefusedError", line=2
    ),
    Hostile(
        "prints-a-gigabyte",
        "line = 'x' * (1 << 20)\nfor _ in range(1000):\n    print(line)\nresult = 42",
        None,
        result=FINE,
    ),
    Hostile(
        "writes-a-gigabyte-to-both",
        "import sys\nfor _ in range(1000):\n    sys.stderr.write('x' * (1 << 20))\nresult = 42",
        None,
        result=FINE,
    ),
    Hostile(
        "prints-past-us",
        "import os\nfor _ in range(300):\n    os.write(1, b'x' * (1 << 20))\nresult = 42",
        None,
        result=FINE,
    ),
    Hostile(
        "fakes-the-answer",
        "import os\nfor there in range(3, 64):\n    try: os.write(there, b'S' * 99)\n"
        "    except OSError: pass",
        "Forged",
        "not to be trusted",
    ),
    Hostile(
        "drowns-the-answer",
        "import os\nfor there in range(3, 64):\n    try:\n"
        "        for _ in range(300): os.write(there, b'S' * (1 << 20))\n"
        "    except OSError: pass",
        "TooMuch",
    ),
    Hostile("writes", "open('CANARY', 'w').write('x')\nresult = 42", None, result=FINE),
    Hostile(
        "writes-deeper",
        "import os\nos.write(os.open('CANARY', os.O_CREAT | os.O_WRONLY), b'x')",
        "NotWrittenError",
        line=2,
    ),
    Hostile(
        "writes-by-path",
        "from pathlib import Path\nPath('CANARY').write_text('x')\nPath('CANARY').touch()",
        "NotWrittenError",
        line=3,
    ),
    Hostile(
        "saves",
        "import numpy as np\nnp.save('CANARY', np.ones(3))\nnp.savez('CANARY', np.ones(3))\n"
        "np.savetxt('CANARY', np.ones(3))\nresult = 42",
        None,
        result=FINE,
    ),
    Hostile("dumps", "import numpy as np\nnp.ones(3).tofile('CANARY')", ""),
    Hostile("maps", "import numpy as np\nnp.memmap('CANARY', mode='w+', shape=(3,))", ""),
    Hostile(
        "pickles",
        "import pickle\nwith open('CANARY', 'wb') as file:\n    pickle.dump([1], file)\n"
        "result = 42",
        None,
        result=FINE,
    ),
    Hostile(
        "makes-folders",
        "import os\nos.makedirs('CANARY', exist_ok=True)\nos.chdir('/')\nresult = 42",
        None,
        result=FINE,
    ),
    Hostile("deletes", "import os\nos.remove('CANARY')", "RefusedError", line=2),
    Hostile("deletes-trees", "import shutil\nshutil.rmtree('/tmp/CANARY')", "", line=2),
    Hostile("links", "import os\nos.symlink('/etc/passwd', 'CANARY')", "RefusedError", line=2),
    Hostile("reads", "open('/etc/passwd').read()", "NotReadError", line=1),
    Hostile(
        "reads-deeper", "import os\nos.open('/etc/passwd', os.O_RDONLY)", "NotReadError", line=2
    ),
    Hostile(
        "loads",
        "import numpy as np\nnp.load('weights.npz')",
        "NotReadError",
        "without data files",
        line=2,
    ),
    Hostile("loads-text", "import numpy as np\nnp.loadtxt('data.csv')", "", line=2),
    Hostile(
        "reads-binary", "import numpy as np\nnp.fromfile('/etc/passwd')", "NotReadError", line=2
    ),
    Hostile("looks-around", "import os\nos.listdir('/')", "RefusedError", "folders", line=2),
    Hostile(
        "sockets",
        "import socket\nsocket.create_connection(('127.0.0.1', 9))",
        "RefusedError",
        "network",
        line=2,
    ),
    Hostile(
        "downloads", "import urllib.request\nurllib.request.urlopen('http://127.0.0.1')", "", line=2
    ),
    Hostile("asks", "input('layers? ')", "EOFError", "nobody", line=1),
    Hostile("sleeps", "import time\ntime.sleep(1000)\nresult = 42", None, result=FINE),
    Hostile("torch", "import torch\ntorch.ones(3)", "RefusedError", "torch", line=2),
    Hostile(
        "torch-by-path",
        "import sys, importlib\nsys.path.append(SITE)\nimportlib.import_module('torch').ones(3)",
        "RefusedError",
        line=3,
    ),
    Hostile(
        "torch-in-disguise",
        "import sys\nsys.path.append(SITE)\n__spec__ = 1\nimport torch",
        "MissingModuleError",
        line=4,
    ),
    Hostile(
        "torch-by-loader",
        "import sys, pkgutil\nsys.path.append(SITE)\nfound = pkgutil.get_loader('torch')\n"
        "found.load_module('torch')",
        "",
    ),
    Hostile(
        "our-own-rooms",
        "import sys\nresult = [n for n in sys.modules if n.startswith('compare')]",
        None,
        result=[],
    ),
    Hostile("imports-us", "import compare", "MissingModuleError", line=1),
    Hostile(
        "spoils-numpy",
        "import numpy as np\n"
        "for n in ('array', 'asarray', 'frombuffer', 'savez', 'save', 'sum', 'exp'):\n"
        "    setattr(np, n, None)\nresult = 42",
        None,
        result=FINE,
    ),
    Hostile(
        "spoils-all-of-numpy",
        "import numpy as np\nfor n in dir(np):\n    if not n.startswith('_'):\n"
        "        setattr(np, n, None)\nnp.ones(3)",
        "TypeError",
    ),
    Hostile(
        "spoils-builtins",
        "import builtins\nbuiltins.len = builtins.isinstance = lambda *a: 1 / 0\nresult = 42",
        "",
    ),
    Hostile("pries", "import gc\ngc.get_objects()", "RefusedError", line=2),
    Hostile(
        "raises-nonsense",
        "class E(BaseException):\n    def __str__(self): raise E\nraise E",
        "",
    ),
]
