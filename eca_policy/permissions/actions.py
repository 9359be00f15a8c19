"""Actions in words, in the groups in which people think of them."""

from eca_policy.lib.i18n import gettext as _


def groups() -> list[tuple[str, dict[str, str]]]:
    """(group, {action: words}); every action of the table is in one of them, and a test holds it so."""
    return [
        (_("Papers"), papers()),
        (_("Consultation and comments"), comments()),
        (_("Amendments"), amendments()),
        (_("Ballots"), ballots()),
        (_("The alliance"), alliance()),
    ]


def papers() -> dict[str, str]:
    return {
        "paper:create": _("Start a paper"),
        "paper:read": _("Read a paper"),
        "draft:read": _("Read what was saved and not issued as a version"),
        "paper:edit": _("Write the text"),
        "paper:withdraw": _("Withdraw a paper"),
        "paper:publish": _("Publish an adopted paper"),
        "rapporteur:appoint": _("Appoint a rapporteur"),
        "version:issue": _("Issue a version"),
        "record:read": _("Read the record of a paper"),
    }


def comments() -> dict[str, str]:
    return {
        "consultation:open": _("Open the consultation"),
        "consultation:close": _("Close or extend the consultation"),
        "comment:write": _("Write a comment"),
        "comment:reply": _("Reply to a comment"),
        "comment:support": _("Support a comment"),
        "comment:withdraw": _("Withdraw one’s own comment"),
        "comment:answer": _("Answer a comment with a disposition"),
        "comment:place": _("Say where in the text a comment belongs"),
    }


def amendments() -> dict[str, str]:
    return {
        "amendment:read": _("Read the amendments"),
        "amendment:draft": _("Draft an amendment"),
        "amendment:table": _("Table an amendment for one’s association"),
        "amendment:sign": _("Co-sign an amendment"),
        "amendment:withdraw": _("Withdraw an amendment of one’s own, or take over one that was withdrawn"),
        "amendment:confirm": _("Confirm or rewrite an amendment when the text has moved on"),
        "amendment:decide": _("Decide what becomes of an amendment"),
        "numbering:choose": _("Choose how amendments are numbered"),
        "voting:arrange": _("Arrange the voting list, and put amendments together"),
        "voting:request": _("Request a separate or a split vote for one’s association"),
        "consolidation:read": _("See the desk on which amendments are consolidated"),
        "consolidation:finish": _("Finish the consolidation with a new version"),
    }


def ballots() -> dict[str, str]:
    return {
        "ballot:open": _("Open a ballot"),
        "ballot:decide": _("Close a ballot that has come to its end"),
        "ballot:break_tie": _("Enter the casting vote of the chair"),
        "ballot:extend": _("Put off the close of a running ballot"),
        "ballot:call_off": _("Call off a ballot before it opens"),
        "position:cast": _("Cast the association's position"),
        "position:enter": _("Enter a position that an association gave by letter or telephone"),
        "proxy:give": _("Give a proxy for one’s association"),
        "proxy:revoke": _("Revoke a proxy"),
        "statement:make": _("Make a reservation, a minority statement or an opt-out for one’s association"),
        "mandate:read": _("See what one’s own delegation has collected, and its mandate"),
        "mandate:collect": _("Collect the answers of one’s own delegation and its clusters"),
        "mandate:record": _("Record the mandate of one’s own delegation"),
        "procedure:edit": _("Write decision procedures"),
    }


def alliance() -> dict[str, str]:
    return {
        "association:read": _("See the associations and their people"),
        "association:manage": _("Create and change associations"),
        "person:invite": _("Invite people"),
        "term:give": _("Give and end offices"),
        "token:manage": _("Let a program act as oneself"),
        "class:edit": _("Set document classes and their procedures"),
        "outbox:read": _("Read the outbox"),
        "permissions:read": _("See this table"),
    }
