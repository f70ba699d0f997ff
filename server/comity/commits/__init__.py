"""Snapshot → the next snapshot: writes through the gate, each one commit. Knows the builder and the reasoner, never Flask."""
