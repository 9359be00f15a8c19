"""Exports: a frozen snapshot in, bytes out."""
