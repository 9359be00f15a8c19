"""The cover's labels in the language of the text."""

from eca_policy.lib.i18n import gettext as _


def translated_labels() -> dict[str, str]:
    """Every label of `snapshot.LABELS`; a test holds the two lists together."""
    return {
        "reference": _("Reference"),
        "document_class": _("Document class"),
        "status": _("Status"),
        "version": _("Version"),
        "date": _("Date"),
        "answers": _("In answer to"),
        "addressees": _("Addressees"),
        "procedure": _("Procedure"),
        "votes": _("Votes"),
        "in_favour": _("in favour"),
        "against": _("against"),
        "abstention": _("abstentions"),
        "not_voting": _("not voting"),
        "recused": _("recused"),
        "objection": _("objections"),
        "no_objection": _("no objection"),
        "silent": _("silent"),
        "result": _("Result"),
        "supporting": _("Supporting associations"),
        "reservations": _("Reservations"),
        "objections": _("Objections that did not break the silence"),
        "minority_statements": _("Minority statements"),
        "opt_outs": _("Not listed as supporters, at their wish"),
        "public_url": _("Permanent address"),
        "sha256": _("Fingerprint of the text (SHA-256)"),
        "recommendation": _("Recommendation"),
        "paragraph": _("Paragraph"),
        "notes": _("Notes"),
    }
