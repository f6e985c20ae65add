"""What are the fictional schools, trusts and streets called?

Every place name is put together from invented roots and endings. Nobody is named: schools have posts only.
"""

from __future__ import annotations

import numpy as np

from eif.demo.text import Text

_ROOTS = [
    "Abber",
    "Averel",
    "Arken",
    "Astrel",
    "Bastrow",
    "Bexen",
    "Brinder",
    "Brisk",
    "Cantrel",
    "Candle",
    "Carrow",
    "Clover",
    "Corran",
    "Cressel",
    "Dunnel",
    "Eddle",
    "Elver",
    "Ember",
    "Fallow",
    "Farrow",
    "Fenmar",
    "Garran",
    "Gilder",
    "Glenner",
    "Harrel",
    "Hesper",
    "Hovin",
    "Ibber",
    "Jasper",
    "Kestrel",
    "Larken",
    "Linnel",
    "Lorrel",
    "Marrel",
    "Merrow",
    "Minder",
    "Nestel",
    "Norrel",
    "Oaken",
    "Orrel",
    "Pebble",
    "Pellen",
    "Quarrel",
    "Ravel",
    "Reddle",
    "Rossel",
    "Sallow",
    "Sorrel",
    "Tansel",
    "Teasel",
    "Tillow",
    "Umber",
    "Vesper",
    "Wander",
    "Wether",
    "Willen",
    "Yarrel",
    "Zeal",
]
_ENDINGS = [
    "beck",
    "bourne",
    "bridge",
    "brook",
    "cliff",
    "combe",
    "croft",
    "cross",
    "dale",
    "den",
    "edge",
    "fell",
    "field",
    "garth",
    "gate",
    "grove",
    "ham",
    "hay",
    "heath",
    "hurst",
    "lea",
    "ley",
    "low",
    "marsh",
    "mead",
    "mere",
    "moor",
    "nook",
    "pool",
    "ridge",
    "shaw",
    "stead",
    "stoke",
    "thorpe",
    "vale",
    "wall",
    "wick",
    "wood",
    "worth",
]
_SAINTS = [
    "St Aldhelm’s",
    "St Brannoc’s",
    "St Cedd’s",
    "St Elphege’s",
    "St Frideswide’s",
    "St Guthlac’s",
    "St Hild’s",
    "St Ia’s",
    "St Kenelm’s",
    "St Mildred’s",
    "St Osyth’s",
    "St Petroc’s",
    "St Rumon’s",
    "St Sidwell’s",
    "St Wulstan’s",
    "Holy Family",
    "Sacred Heart",
]
_STREETS = ("Road", "Lane", "Avenue", "Street", "Drive", "Close")
_TRUSTS = (
    "Learning Trust",
    "Academies Trust",
    "Education Partnership",
    "Schools Trust",
    "Multi-Academy Trust",
)


def places(rng: np.random.Generator, count: int) -> Text:
    """Invented place names; distinct until every pairing of root and ending is used."""
    pairs = np.array([root + ending for root in _ROOTS for ending in _ENDINGS], dtype=object)
    rounds = [rng.permutation(pairs) for _ in range(count // len(pairs) + 1)]
    return np.concatenate(rounds)[:count]


def streets(rng: np.random.Generator, count: int) -> Text:
    """Invented street names."""
    return np.array(
        places(rng, count) + " " + rng.choice(np.array(_STREETS, dtype=object), count), dtype=object
    )


def trusts(rng: np.random.Generator, count: int) -> Text:
    """Invented names of academy trusts."""
    return np.array(
        places(rng, count) + " " + rng.choice(np.array(_TRUSTS, dtype=object), count), dtype=object
    )


def school_names(
    rng: np.random.Generator,
    phase: Text,
    part: Text,
    religion: Text,
    academy: np.ndarray,
    selective: np.ndarray,
) -> Text:
    """A name for each school that says its phase, faith and kind, such as "Hesperwick Junior School"."""
    count = len(phase)
    named = places(rng, count)
    catholic = religion == "Roman Catholic"
    church = religion == "Church of England"
    saint = rng.choice(np.array(_SAINTS, dtype=object), count)
    saintly = catholic | (church & (rng.random(count) < 0.5))
    stem = np.where(saintly, np.where(catholic, saint + " Catholic", saint + " Church of England"), named)
    stem = np.where(church & ~saintly, named + " Church of England", stem)
    core = np.select(
        [phase == "nursery", phase == "special", phase == "alternative provision", phase == "all-through"],
        [" Nursery", np.where(rng.random(count) < 0.5, " Special", " Hall"), " Centre", " All-Through"],
        np.where(phase == "secondary", " Secondary", " Primary"),
    )
    core = np.where(part == "infant", " Infant", np.where(part == "junior", " Junior", core))
    core = np.where(selective, " Grammar", core)
    words = np.where(academy & ~selective, " Academy", " School")
    words = np.where((phase == "alternative provision") & ~academy, " Pupil Referral Unit", words)
    words = np.where((phase == "secondary") & ~academy & ~selective, " School", words)
    full = stem + core + words
    full = np.where(saintly, full + ", " + named, full)
    return np.array(
        np.char.replace(full.astype(str), " Centre Pupil Referral Unit", " Pupil Referral Unit"), dtype=object
    )
