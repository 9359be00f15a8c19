"""What associations declare beside their vote: reservations, minority statements, opt-outs.

A *reservation* goes with agreement and says from what it is withheld; a *minority statement* is the dissent
of who did not agree, annexed to the paper; an *opt-out* takes an association off the list of supporters. Each
attaches to the paper or to one recommendation, and is printed in exports.
"""
