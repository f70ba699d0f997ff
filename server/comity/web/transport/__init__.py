"""Sockets ↔ requests: what is bounded, counted and answered again before Flask sees it."""
