"""The citizens' side: channels, turns, dialogue, delivery."""
