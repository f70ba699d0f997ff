"""Snapshot → answers: knows pyoxigraph, and never rdflib, pySHACL or Flask."""
