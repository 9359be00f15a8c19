"""The outbox: mails waiting to leave, and the only mail sender.

A verb *posts* a mail: a row in its own transaction, fully written, so that it leaves exactly as recorded.
*Delivery* claims rows with a lease, sends, and writes what became of them; Celery is only the bell.
Read `models.py`, `service.py` (posting), `delivery.py` (sending), `letter.py` and `smtp.py` (what is said
to the mail server), `bell.py` and `tasks.py` (who wakes whom), `queries.py`.
Its pages are in `pages/outbox.py`.
"""
