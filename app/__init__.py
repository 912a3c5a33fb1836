"""The Tiny Network Playground: watch a small neural network learn, every number real."""

__version__ = "0.1.0"
