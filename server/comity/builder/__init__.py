"""Files → snapshot: knows pySHACL, owlrl and the dossier's folders, and never Flask."""
