"""The evidence of a row: the statements that a solution of any SELECT or ASK rests on, each with who says so."""
