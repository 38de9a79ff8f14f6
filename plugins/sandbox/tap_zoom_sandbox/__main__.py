"""``python -m tap_zoom_sandbox`` is the command ``tap-zoom-sandbox``."""

from tap_zoom_sandbox.command import main

if __name__ == "__main__":
    main()
