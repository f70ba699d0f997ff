"""What a page says, before any page: names, dates in words, facts, evidence, pictures; it knows no protocol."""
