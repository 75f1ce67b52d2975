"""The script Streamlit serves: who is this, which pages are theirs, and the frame around each page."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = str(Path(__file__).parent.parent)
if ROOT not in sys.path:  # Streamlit puts the script's folder on the path, not the project's
    sys.path.insert(0, ROOT)

from views.frame import draw_frame  # noqa: E402

draw_frame()
