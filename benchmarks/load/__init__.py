"""Whether anything that one person does reaches another: `make bench-load`. None of it a test."""
