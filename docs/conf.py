"""Sphinx: the pages of this folder, and the reference, which is made anew of the catalogue, the commands and the schemas."""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))

from referring import write_reference  # noqa: E402 - found by the line above

from apitest import __version__  # noqa: E402

write_reference(FOLDER / "reference")

project = "apitest"
author = "the authors of apitest"
version = release = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "apitest"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
# A fence without a language is what stands on a terminal.
highlight_language = "none"
suppress_warnings = ["misc.highlighting_failure"]
