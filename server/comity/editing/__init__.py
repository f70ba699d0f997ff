"""While one writes a dossier: its files in the house style, and what an editor shows of them."""
