"""A network through time: updates, epochs, how a run ends, and where it can be taken up again."""
