"""Read by gunicorn from the working directory."""

import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = 4
# The root is read-only: heartbeat files go where memory is.
worker_tmp_dir = "/dev/shm"
# Its socket would need a home directory to lie in.
control_socket_disable = True
