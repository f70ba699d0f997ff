"""The ontology of a dossier as others take it: whole, by version, by changes, by mappings, and cited."""
