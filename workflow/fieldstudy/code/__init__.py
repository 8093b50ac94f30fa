"""Check codings against the text, measure agreement, settle disagreements, draw up the matrix."""
