"""Posting, delivery, the pages, and what a kill leaves behind."""
