"""Who may do what: one table, `who_may.py`. Pure; it knows no feature."""
