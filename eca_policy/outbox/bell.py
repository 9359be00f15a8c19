"""The bell: tells the worker that there is mail, from a thread of its own: nobody waits for the broker.

It may go unheard. Then the sweep finds the rows within a minute.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

from kombu.exceptions import OperationalError

from eca_policy.extensions import celery

log = logging.getLogger(__name__)

ringer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bell")
is_asked = threading.Event()


def ring() -> None:
    """Ask for the bell and go on at once; asking twice before it rings is asking once."""
    if is_asked.is_set():
        return
    is_asked.set()
    try:
        ringer.submit(pull)
    except RuntimeError:  # the process is ending; whoever starts next sweeps first
        log.info("The bell did not ring: the process is ending.")


def pull() -> None:
    """Speak to the broker; its silence is logged and changes nothing."""
    is_asked.clear()
    try:
        celery.send_task("outbox.deliver", retry=False, expires=60)
    except OperationalError as silence:
        log.warning("The broker did not hear the bell; the sweep sends the mail. %s", silence)
