"""HTTP: addresses in, pages, fragments, JSON and streams out. Translation, no arithmetic."""
