"""gunicorn for the bare page: the house's own settings and garbage collection, without its worker."""

import gc
import runpy
from pathlib import Path
from typing import Any

house = runpy.run_path(str(Path(__file__).parents[2] / "gunicorn.conf.py"))
bind = house["bind"]
workers, worker_class, threads = house["workers"], house["worker_class"], house["threads"]
keepalive, control_socket_disable = house["keepalive"], house["control_socket_disable"]
accesslog, errorlog, loglevel = house["accesslog"], house["errorlog"], house["loglevel"]


def post_worker_init(worker: Any) -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
