"""Six platforms: a dictionary of six modules, each beside its rule sheet of the same stem.

Every module answers the same three questions as pure functions with the sheet as an argument:
``rates(tally, sheet)``, ``standing(rates, sheet)`` and ``clocks(case, sheet)``.
"""

from __future__ import annotations

from types import ModuleType

from content.errors import NotFound
from scenarios.platforms import aliexpress, amazon, dhgate, ebay, taobao, wish
from scenarios.platforms.sheet import Sheet, load_sheet

PLATFORM: dict[str, ModuleType] = {
    "amazon": amazon,
    "ebay": ebay,
    "aliexpress": aliexpress,
    "wish": wish,
    "dhgate": dhgate,
    "taobao": taobao,
}


def sheet(platform: str) -> Sheet:
    """The rule sheet of a platform, read once. Raises NotFound for a platform that is none of the six."""
    if platform not in PLATFORM:
        raise NotFound(f"没有平台 {platform}。", f"There is no platform {platform}; there are {', '.join(PLATFORM)}.")
    return load_sheet(platform)
