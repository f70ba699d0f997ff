"""Pages for people: views of what the reading side says, and the templates around it."""
