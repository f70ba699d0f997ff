"""What can be wrong with a dossier: one table of checks, a module a subject, walked by `check`, `build` and commits alike."""
