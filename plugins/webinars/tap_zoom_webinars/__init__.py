"""The webinars plugin."""
