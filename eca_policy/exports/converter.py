"""The one way to run a converter: in a child process, bounded in time, with nothing of our environment."""

import logging
import subprocess
from collections.abc import Sequence

from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _

log = logging.getLogger(__name__)

MAX_SECONDS = 30


class ConverterStopped(RuleBroken):
    """A converter took too long, wanted too much memory or did not understand its input, as `reason` says."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            _("This text is too much for this format. Choose another format or shorten the text.")
        )
        self.reason = reason


def run(command: Sequence[str], data: bytes) -> bytes:
    """What the command makes of the data. Raises ConverterStopped, with the reason in the log."""
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS,
            env={"LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"},
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise _stopped(command, f"stopped after {MAX_SECONDS} seconds") from error
    except subprocess.CalledProcessError as error:
        raise _stopped(command, error.stderr.decode(errors="replace").strip()) from error
    return done.stdout


def _stopped(command: Sequence[str], reason: str) -> ConverterStopped:
    log.warning("%s: %s", command[0], reason)
    return ConverterStopped(reason)
