"""The voting list: in which order the open amendments are put to the vote, and what falls with what.

Identical amendments are one *entry*. Entries stand in the order of the text, at one place the furthest from
it first; the rapporteur may *arrange* them otherwise, and put several into a *package* that is voted on
together. An association may *request* a *separate* vote, which takes an entry out of its package, or a
*split* vote, which puts each place it changes to the vote by itself. What is voted on is an *item*; the last
one is the text as a whole. An item *lapses* when an earlier one is adopted that it contradicts.
Nothing of this is stored but what people arranged and requested: the list is worked out whenever it is read,
so that an amendment tabled, withdrawn, decided or carried is on it, or off it, at once.
Read `order.py`, `lapsing.py`, `items.py`, `moving.py` (pure), `models.py`, `queries.py`, `service.py`.
"""
