"""Understanding: what a citizen's words say, first as plain functions, then as thin Rasa components."""
