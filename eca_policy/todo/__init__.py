"""What must still be done, by whom: the one place. Home, mails and the secretariat's overview read it.

A *task* is never stored: it follows from the papers, the ballots and the clock. Read `queries.py`.
"""
