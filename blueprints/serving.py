"""How gunicorn serves the platform: one process, many connections. `gunicorn -c python:blueprints.serving …`

Heavy work runs in worker processes of its own (odr.offload), so that one process is enough for a mediation centre.
"""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gevent"
workers = 1
# Longer than a browser keeps an idle connection it means to use again.
keepalive = 75
# A mediation room holds a line for each page that is open.
worker_connections = 2000
graceful_timeout = 10
loglevel = os.environ.get("HEQI_LOG_LEVEL", "warning")
# The administrative socket would lie in the home folder, shared by every server of this user.
control_socket_disable = True
