"""Ballots."""
