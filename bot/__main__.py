"""`python -m bot`."""

import sys

if __name__ == "__main__":
    try:
        from bot.cli.main import main

        code = main()
    except KeyboardInterrupt:
        # Before the command could begin: it leaves so by itself.
        code = 130
    sys.exit(code)
