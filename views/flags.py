"""Small flags of the countries buyers write from: drawn, because many machines have no flag letters."""

from __future__ import annotations

from pathlib import Path

from content.loader import load_yaml

from .ink import esc, picture

ART: dict[str, dict[str, str]] = load_yaml(Path(__file__).with_suffix(".yaml"))


def flag(country: str, name: str) -> str:
    """The flag of an ISO country as a small drawing with its name; letters where no drawing is known."""
    code = country.upper()
    if code in ART["stripes"]:
        art = _stripes(ART["stripes"][code])
    elif code in ART["crosses"]:
        field, cross = ART["crosses"][code].split()
        art = f'<path fill="{field}" d="M0 0h24v16H0z"/><path stroke="{cross}" stroke-width="3" d="M8.5 0v16M0 8h24"/>'
    elif code in ART["drawn"]:
        art = ART["drawn"][code]
    else:
        return f'<span class="flag letters" title="{esc(name)}">{esc(code)}</span>' if code else ""
    return picture(f'<svg viewBox="0 0 24 16">{art}</svg>', "flag", name)


def _stripes(colours: str) -> str:
    way, *bars = colours.split()
    size = (16 if way == "h" else 24) / len(bars)
    shape = "M0 {at:.2f}h24v{size:.2f}H0z" if way == "h" else "M{at:.2f} 0h{size:.2f}v16h-{size:.2f}z"
    return "".join(
        f'<path fill="{bar}" d="{shape.format(at=n * size, size=size + 0.1)}"/>' for n, bar in enumerate(bars)
    )
