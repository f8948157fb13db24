"""How well the understanding understands: figures on held-back sets and on real messages, each with its uncertainty."""
