"""Proofs: how a triple follows, step by step, in memory, on disk, and as it is written."""
