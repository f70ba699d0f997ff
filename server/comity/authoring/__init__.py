"""Writing a dossier of one's own: a folder that builds at once, sheets whose rows become Turtle, passages found in texts."""
