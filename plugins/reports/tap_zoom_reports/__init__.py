"""The reports plugin."""
