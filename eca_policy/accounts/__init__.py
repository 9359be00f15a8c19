"""Accounts: people, how they sign in, and the links that prove an address.

An *account* is one person. A *sign-in* is a row, so that signing out is a fact and a stolen cookie dies.
A *token* is a one-time link (invitation, password reset); an *API token* lets a program act as its owner.
Only their hashes are stored.
Read `models.py`, `service.py`, `queries.py`, `messages.py`, `views.py` (the door), `own.py` (one's own page);
for programs `api_tokens.py` (the verbs), `bearer.py`, `token_views.py`.
"""
