"""The meetings plugin."""
