"""What is said when a file under `data/reference` cannot be used?"""


class ReferenceDataError(Exception):
    """A reference file is malformed; the message says which file, what is wrong and what to write."""
