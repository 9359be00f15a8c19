"""Pages made from several features: home, the paper page, the library, the record."""
