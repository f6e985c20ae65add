"""How are invented schools brought to published averages?

`settle` moves every school of a group by one common amount, on the scale where schools are drawn, until the
pupil-weighted mean of the group is the published figure. Schools keep their differences; averages come right.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Link = Callable[[Floats], tuple[Floats, Floats]]
"""Gives the value on the published scale and its slope, for a position on the drawn scale."""


def percent(eta: Floats) -> tuple[Floats, Floats]:
    """Logistic: a percentage between 0 and 100."""
    share = 1.0 / (1.0 + np.exp(-np.clip(eta, -30, 30)))
    return 100 * share, 100 * share * (1 - share)


def multiple(eta: Floats) -> tuple[Floats, Floats]:
    """Exponential: a positive amount."""
    value = np.exp(np.clip(eta, -20, 20))
    return value, value


def plain(eta: Floats) -> tuple[Floats, Floats]:
    """The drawn scale is the published scale."""
    return eta, np.ones_like(eta)


def settle(eta: Floats, weight: Floats, group: npt.NDArray[np.int64], target: Floats, link: Link) -> Floats:
    """Values of `eta` (schools x years) after settling each group and year on `target` (groups x years).

    `group[i]` is the row of `target` that school i belongs to. Schools of weight 0 follow their group; where
    no figure is published the value is NaN. A group that cannot be reached stops at the nearest it gets.
    """
    years = eta.shape[1]
    cell = group[:, None] * years + np.arange(years)[None, :]
    size = target.size
    flat = cell.ravel()
    heavy = np.where(np.isnan(eta), 0.0, weight)
    known = np.where(np.isnan(eta), 0.0, eta)
    total = np.bincount(flat, heavy.ravel(), size)
    aim = target.ravel()
    shift = np.zeros(size)
    for _ in range(40):
        value, slope = link(known + shift[cell])
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.bincount(flat, (value * heavy).ravel(), size) / total
            tilt = np.bincount(flat, (slope * heavy).ravel(), size) / total
            step = (
                np.clip((aim - mean) / np.maximum(tilt, 1e-6), -2.0, 2.0) if link is not plain else aim - mean
            )
        step = np.where(np.isfinite(step), step, 0.0)
        shift += step
        if np.abs(step).max(initial=0.0) < 1e-9:
            break
    value, _ = link(known + shift[cell])
    return np.where(np.isnan(eta) | np.isnan(aim)[cell], np.nan, value)
