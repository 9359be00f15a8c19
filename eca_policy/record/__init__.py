"""The record: who did what, for whom, when. Append-only and hash-chained; it outlives what it describes.

Names are not copied here, only ids, so that erasing a person leaves the chain valid.
Read `chain.py` (pure: what is hashed), then `service.py` (the one way to write), then `queries.py`.
"""
