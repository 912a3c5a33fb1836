"""What a learner asks of a run: the state of a row, the loss along one weight, a better alpha."""
