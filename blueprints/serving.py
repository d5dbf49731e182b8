"""How gunicorn serves the platform: one process, many connections. `gunicorn -c python:blueprints.serving …`

Heavy work runs in worker processes of its own (odr.offload), so that one process is enough for a mediation centre.
"""

import gc
import os
import resource
import sys

bind = os.environ.get("HEQI_BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
worker_class = "gevent"
workers = 1
# Longer than a browser keeps an idle connection it means to use again.
keepalive = 75
# A mediation room holds a line for each page that is open.
worker_connections = int(os.environ.get("HEQI_CONNECTIONS", "10000"))
# Everybody comes back at once after a restart.
backlog = 2048
graceful_timeout = 10
loglevel = os.environ.get("HEQI_LOG_LEVEL", "warning")
# The administrative socket would lie in the home folder, shared by every server of this user.
control_socket_disable = True

SPARE_FILES = 256
YOUNG, MIDDLE, OLD = 20_000, 50, 100


def when_ready(server: object) -> None:
    """Have a file descriptor for every connection, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = worker_connections + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def post_worker_init(worker: object) -> None:
    """What is here after the start stays: the collector need not look at it again, and looks at the rest less often.

    A full look at everything stops the loop for a tenth of a second, and everybody who speaks at that moment with it.
    """
    # The thread that waited for the disk has little to do afterwards, and everybody waits for it.
    sys.setswitchinterval(0.0005)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
