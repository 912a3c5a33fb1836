"""What a person can set: kinds of values with how each is read and written, and the option."""
