"""A snapshot in the shapes that notebooks expect: rdflib's Dataset, data frames, tables with names."""
