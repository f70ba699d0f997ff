"""Files → snapshot: knows the SHACL engines, owlrl and the dossier's folders, and never Flask."""
