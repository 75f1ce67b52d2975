"""Small flags of the countries buyers write from: drawn, because many machines have no flag letters."""

from __future__ import annotations

from .ink import esc, picture

# Stripes from top to bottom ("h") or left to right ("v"); what is not a plain tricolour has its own drawing.
STRIPES = {
    "DE": ("h", "#000 #dd0000 #ffce00"), "FR": ("v", "#0055a4 #fff #ef4135"), "IT": ("v", "#009246 #fff #ce2b37"),
    "RU": ("h", "#fff #0039a6 #d52b1e"), "NL": ("h", "#ae1c28 #fff #21468b"), "ES": ("h", "#aa151b #f1bf00 #f1bf00 #aa151b"),
    "PL": ("h", "#fff #dc143c"), "IE": ("v", "#169b62 #fff #ff883e"), "BE": ("v", "#000 #fae042 #ed2939"),
    "UA": ("h", "#0057b7 #ffd700"), "AT": ("h", "#ed2939 #fff #ed2939"), "HU": ("h", "#cd2a3e #fff #436f4d"),
    "RO": ("v", "#002b7f #fcd116 #ce1126"), "BG": ("h", "#fff #00966e #d62612"), "LT": ("h", "#fdb913 #006a44 #c1272d"),
    "EE": ("h", "#0072ce #000 #fff"), "NG": ("v", "#008751 #fff #008751"), "PE": ("v", "#d91023 #fff #d91023"),
    "MX": ("v", "#006847 #fff #ce1126"), "IN": ("h", "#ff9933 #fff #138808"), "AR": ("h", "#74acdf #fff #74acdf"),
    "CO": ("h", "#fcd116 #fcd116 #003893 #ce1126"), "EG": ("h", "#ce1126 #fff #000"), "TH": ("h", "#a51931 #fff #2d2a4a #2d2a4a #fff #a51931"),
    "ID": ("h", "#ce1126 #fff"), "AE": ("h", "#00732f #fff #000"), "KE": ("h", "#000 #bb0000 #006600"),
}  # fmt: skip
CROSSES = {"SE": "#006aa7 #fecc00", "DK": "#c60c30 #fff", "NO": "#ba0c2f #fff", "FI": "#fff #003580"}
DRAWN = {
    "US": '<path fill="#b22234" d="M0 0h24v16H0z"/><path stroke="#fff" stroke-width="1.25" d="M0 1.9h24M0 4.4h24M0 6.8h24'
    'M0 9.3h24M0 11.7h24M0 14.2h24"/><path fill="#3c3b6e" d="M0 0h10.5v8.6H0z"/><path stroke="#fff" stroke-width="1" '
    'stroke-dasharray="1 1.6" d="M1 2h9M1 4.3h9M1 6.6h9"/>',
    "GB": '<path fill="#012169" d="M0 0h24v16H0z"/><path stroke="#fff" stroke-width="3" d="M0 0l24 16M24 0L0 16"/><path '
    'stroke="#c8102e" stroke-width="1.2" d="M0 0l24 16M24 0L0 16"/><path stroke="#fff" stroke-width="5" d="M12 0v16M0 8h24"/>'
    '<path stroke="#c8102e" stroke-width="3" d="M12 0v16M0 8h24"/>',
    "CN": '<path fill="#de2910" d="M0 0h24v16H0z"/><path fill="#ffde00" d="M5 2l.8 2.1 2.2.1-1.7 1.4.6 2.2L5 6.6 3.1 7.8l.6'
    '-2.2L2 4.2l2.2-.1z"/><circle cx="10" cy="2.5" r=".8" fill="#ffde00"/><circle cx="11.5" cy="5" r=".8" fill="#ffde00"/>'
    '<circle cx="10" cy="7.5" r=".8" fill="#ffde00"/>',
    "JP": '<path fill="#fff" d="M0 0h24v16H0z"/><circle cx="12" cy="8" r="4.6" fill="#bc002d"/>',
    "BR": '<path fill="#009b3a" d="M0 0h24v16H0z"/><path fill="#fedf00" d="M12 2l9 6-9 6-9-6z"/><circle cx="12" cy="8" r="3" '
    'fill="#002776"/>',
    "CA": '<path fill="#fff" d="M0 0h24v16H0z"/><path fill="#d52b1e" d="M0 0h6v16H0zM18 0h6v16h-6zM12 3l1 2 1.6-.6-.5 2.6L16 '
    '6.6l-.6 1.8 1 .8-3.6 1.6v2.2h-1.6v-2.2L7.6 9.2l1-.8L8 6.6l1.9.4-.5-2.6L11 5z"/>',
    "KR": '<path fill="#fff" d="M0 0h24v16H0z"/><path fill="#cd2e3a" d="M8 8a4 4 0 018 0z"/><path fill="#0047a0" d="M8 8a4 4 0'
    ' 008 0z"/><path stroke="#000" stroke-width="1.2" d="M4 3.2l2-1.4M18 1.8l2 1.4M4 12.8l2 1.4M18 14.2l2-1.4"/>',
    "AU": '<path fill="#00008b" d="M0 0h24v16H0z"/><path stroke="#fff" stroke-width="1.6" d="M0 0l11 8M11 0L0 8"/><path stroke='
    '"#fff" stroke-width="2.6" d="M5.5 0v8M0 4h11"/><path stroke="#c8102e" stroke-width="1.4" d="M5.5 0v8M0 4h11"/><g fill='
    '"#fff"><circle cx="5.5" cy="12" r="1.5"/><circle cx="18" cy="3" r="1"/><circle cx="18" cy="13" r="1"/><circle cx="15" '
    'cy="7.5" r="1"/><circle cx="21" cy="6.5" r="1"/></g>',
    "SA": '<path fill="#006c35" d="M0 0h24v16H0z"/><path stroke="#fff" stroke-width="1.2" d="M5 11.5h14M7 6h10M9 4v3M13 4v3"/>',
    "TR": '<path fill="#e30a17" d="M0 0h24v16H0z"/><circle cx="9" cy="8" r="4" fill="#fff"/><circle cx="10.1" cy="8" r="3.2" '
    'fill="#e30a17"/><circle cx="14.6" cy="8" r="1.4" fill="#fff"/>',
    "IL": '<path fill="#fff" d="M0 0h24v16H0z"/><path fill="#0038b8" d="M0 1.6h24v2.2H0zM0 12.2h24v2.2H0z"/><path fill="none" '
    'stroke="#0038b8" d="M12 5.2l2.3 4H9.7zM12 10.8l-2.3-4h4.6z"/>',
    "CL": '<path fill="#fff" d="M0 0h24v8H0z"/><path fill="#d52b1e" d="M0 8h24v8H0z"/><path fill="#0039a6" d="M0 0h8v8H0z"/>'
    '<circle cx="4" cy="4" r="1.7" fill="#fff"/>',
    "PT": '<path fill="#f00" d="M0 0h24v16H0z"/><path fill="#060" d="M0 0h9.6v16H0z"/><circle cx="9.6" cy="8" r="3" fill="#ff0"/>',
    "CH": '<path fill="#d52b1e" d="M0 0h24v16H0z"/><path stroke="#fff" stroke-width="2.6" d="M12 3v10M7 8h10"/>',
    "SG": '<path fill="#fff" d="M0 0h24v16H0z"/><path fill="#ed2939" d="M0 0h24v8H0z"/><circle cx="5" cy="4" r="2.6" fill="#fff"'
    '/><circle cx="6.2" cy="4" r="2.4" fill="#ed2939"/>',
    "ZA": '<path fill="#fff" d="M0 0h24v16H0z"/><path fill="#de3831" d="M0 0h24v5H8z"/><path fill="#002395" d="M0 16h24v-5H8z"/>'
    '<path stroke="#007a4d" stroke-width="3.2" fill="none" d="M0 0l9 8-9 8M9 8h15"/>',
    "NZ": '<path fill="#00247d" d="M0 0h24v16H0z"/><path stroke="#fff" stroke-width="2.6" d="M5.5 0v8M0 4h11"/><path stroke='
    '"#c8102e" stroke-width="1.4" d="M5.5 0v8M0 4h11"/><g fill="#cc142b"><circle cx="18" cy="3.5" r="1.1"/><circle cx="18" cy='
    '"12.5" r="1.1"/><circle cx="15.5" cy="7.5" r="1.1"/><circle cx="20.5" cy="7" r="1.1"/></g>',
}


def flag(country: str, name: str) -> str:
    """The flag of an ISO country as a small drawing with its name; letters where no drawing is known."""
    code = country.upper()
    if code in STRIPES:
        art = _stripes(*STRIPES[code])
    elif code in CROSSES:
        field, cross = CROSSES[code].split()
        art = f'<path fill="{field}" d="M0 0h24v16H0z"/><path stroke="{cross}" stroke-width="3" d="M8.5 0v16M0 8h24"/>'
    elif code in DRAWN:
        art = DRAWN[code]
    else:
        return f'<span class="flag letters" title="{esc(name)}">{esc(code)}</span>' if code else ""
    return picture(f'<svg viewBox="0 0 24 16">{art}</svg>', "flag", name)


def _stripes(way: str, colours: str) -> str:
    bars = colours.split()
    if way == "h":
        size = 16 / len(bars)
        return "".join(f'<path fill="{c}" d="M0 {n * size:.2f}h24v{size + 0.1:.2f}H0z"/>' for n, c in enumerate(bars))
    size = 24 / len(bars)
    return "".join(f'<path fill="{c}" d="M{n * size:.2f} 0h{size + 0.1:.2f}v16H{n * size:.2f}z"/>' for n, c in enumerate(bars))
