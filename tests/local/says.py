"""A process of tests: writes what it is as a line of JSON, then ends with a code, never, or in an error.

`python -m tests.local.says CODE`, `… stays`, `… fails`, `… refuses` in words, `… leaves` with things still to do.
"""

import atexit
import json
import os
import sys
import threading
import time

IS = {
    "pid": os.getpid(),
    "group": os.getpgid(0),
    "parent": os.getppid(),
    "arguments": sys.argv[1:],
    "environment": dict(os.environ),
    "has read the web app": "wsgi" in sys.modules,
    "standard input": os.readlink("/proc/self/fd/0"),
}
print(json.dumps(IS), flush=True)
if sys.argv[1] == "stays":
    threading.Event().wait()
if sys.argv[1] == "fails":
    raise ValueError("as it was told to")
if sys.argv[1] == "refuses":
    sys.exit("as it was told to")
if sys.argv[1] == "leaves":
    atexit.register(print, "an exit handler", end="")
    threading.Thread(target=lambda: (time.sleep(0.2), print("a thread", end=" and "))).start()
    sys.exit()
sys.exit(int(sys.argv[1]))
