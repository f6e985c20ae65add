"""What does the council ask for, and in which workbook?

All is written from the definitions in `eif/extracts/layouts/council_*.toml`: templates, their guides and the
dictionary in `docs/council-data.md`.
"""

from eif.council.template import School, write_template, write_templates

__all__ = ["School", "write_template", "write_templates"]
