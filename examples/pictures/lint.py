"""The picture in the README: `twimlkit lint` in a terminal, written to lint.svg beside this file.

pip install 'twimlkit[cli]'
python examples/pictures/lint.py
"""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

COMMAND = "twimlkit lint examples/mistakes.xml"
WIDTH = 110
HERE = Path(__file__).parent


def output() -> str:
    """Return what the command prints on a terminal, with its colors."""
    return subprocess.run(  # noqa: S603  # the command above, and nothing else
        [sys.executable, "-m", *COMMAND.split()],
        check=False,  # the status is 1, since there are warnings
        cwd=HERE.parent.parent,
        encoding="utf-8",
        env={
            **{name: value for name, value in os.environ.items() if name != "NO_COLOR"},
            "COLORTERM": "truecolor",
            "COLUMNS": str(WIDTH),
            "FORCE_COLOR": "1",
            "PYTHONUTF8": "1",
            "TERM": "xterm-256color",
        },
        stdout=subprocess.PIPE,
    ).stdout


def picture() -> str:
    """Return the command and its output as SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor", force_terminal=True)
    console.print(Text.assemble(("$ ", "bold green"), COMMAND), Text.from_ansi(output()), sep="\n")
    svg = console.export_svg(title="twimlkit lint", unique_id="twimlkit-lint")
    svg = re.sub(r"\s*@font-face \{[^}]*\}", "", svg)  # a picture in a page may not load fonts
    return "\n".join(line.rstrip() for line in svg.splitlines()).strip() + "\n"


if __name__ == "__main__":
    (HERE / "lint.svg").write_text(picture(), "utf-8")
