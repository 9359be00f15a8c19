"""Accounts: people, how they sign in, and the links that prove an address.

An *account* is one person. A *sign-in* is a row, so that signing out is a fact and a stolen cookie dies.
A *token* is a one-time link (invitation, password reset); only its hash is stored.
Read `models.py`, `service.py`, `queries.py`, `views.py`.
"""
