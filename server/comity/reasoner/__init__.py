"""OWL 2 RL: rules as data, one proof of each conclusion."""
