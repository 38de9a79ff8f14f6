"""The users plugin."""
