"""A dossier spoilt on purpose."""

STATES = "data/states/states.ttl"


def spoil(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
