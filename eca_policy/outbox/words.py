"""The states of a mail in words."""

from eca_policy.lib.i18n import gettext as _
from eca_policy.outbox.models import Mail

TONES = {"waiting": "info", "sending": "info", "sent": "success", "failed": "danger", "kept": "neutral"}


def state(mail: Mail) -> str:
    """One or two words for a list."""
    return {
        "waiting": _("waiting"),
        "sending": _("being sent"),
        "sent": _("sent"),
        "failed": _("not delivered"),
        "kept": _("kept here"),
    }[mail.state]


def explanation(mail: Mail) -> str:
    """What the state means and, where something went wrong, what the mail server said."""
    told = {"attempts": mail.attempts, "reason": mail.last_error}
    if mail.state == "failed":
        return _("Given up after attempt %(attempts)s. The mail server's words: %(reason)s", **told)
    if mail.state == "waiting" and mail.last_error:
        return _("Will be tried again. So far %(attempts)s attempts; the last trouble: %(reason)s", **told)
    return {
        "waiting": _("It leaves within a minute."),
        "sending": _("It is being handed to the mail server."),
        "sent": _("The mail server has taken it."),
        "kept": _("No mail server is set up, so it stays here to be read."),
    }[mail.state]
