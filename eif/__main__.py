"""Run the command line as `python -m eif`."""

from eif.cli import main

main()
