"""Rasa graph components, one class a file, thin: the thinking is in `nlu.text`."""
