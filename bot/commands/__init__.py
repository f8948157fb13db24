"""One file a command of `fengqiao`; each has `add_arguments` and `run`."""
