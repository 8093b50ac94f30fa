"""A command on a terminal: what stands on the screen, and keys to press."""

from __future__ import annotations

import codecs
import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path

ENTER, DONE, WIPED, BREAK, BACK, DOWN = "\r", "\x1b\r", "\x15", "\x03", "\x7f", "\x1b[B"
WIDTH = 80
PATIENCE = 120  # seconds without a sign of life until the command counts as stuck
PIECE = re.compile(r"\x1b\[[?0-9;]*[@-~]|\x1b[^\[]|.", re.S)
MOVES = {"A": (-1, 0), "B": (1, 0), "C": (0, 1), "D": (0, -1)}


class Screen:
    """What stands on a terminal of 80 columns, from the few codes by which programs move about on it."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]
        self.row = self.column = 0
        self.rest = ""

    def feed(self, text: str) -> None:
        """Show some more output."""
        text = self.rest + text
        self.rest = ""
        for piece in PIECE.findall(text):
            if piece == "\x1b" or re.fullmatch(r"\x1b\[[?0-9;]*", piece):
                self.rest = piece  # the code goes on with the next output
            elif piece[0] == "\x1b":
                self._obey(piece)
            else:
                self._write(piece)

    def _obey(self, code: str) -> None:
        """Move or erase; colours and modes are nothing here."""
        many = int(code[2:-1]) if code[2:-1].isdecimal() else 1
        if code[1] == "[" and code[-1] in MOVES:
            down, right = MOVES[code[-1]]
            self.row = max(0, self.row + many * down)
            self.column = max(0, self.column + many * right)
        if code in ("\x1b[K", "\x1b[J", "\x1b[0K", "\x1b[0J"):
            self._line()[self.column :] = []
        if code in ("\x1b[J", "\x1b[0J"):
            self.lines[self.row + 1 :] = []

    def _write(self, letter: str) -> None:
        """Put a letter where the cursor is."""
        if letter == "\r":
            self.column = 0
        elif letter == "\n":
            self.row += 1
        elif letter == "\b":
            self.column = max(0, self.column - 1)
        elif letter >= " ":
            if self.column >= WIDTH:
                self.row, self.column = self.row + 1, 0
            line = self._line()
            line[self.column : self.column + 1] = [letter]
            self.column += 1

    def _line(self) -> list[str]:
        """Give the line of the cursor, long enough to reach it."""
        self.lines += [[] for _ in range(self.row + 1 - len(self.lines))]
        line = self.lines[self.row]
        line += [" "] * (self.column - len(line))
        return line

    @property
    def text(self) -> str:
        """Give all that can be read."""
        return "\n".join("".join(line).rstrip() for line in self.lines)


class Terminal:
    """``python -m fieldstudy …`` on a terminal of its own."""

    def __init__(self, folder: Path, package: Path, *words: str) -> None:
        self.master, slave = pty.openpty()
        self.screen, self.decode = Screen(), codecs.getincrementaldecoder("utf-8")().decode
        # Nobody answers here where the terminal is asked for the place of its cursor.
        env = {**os.environ, "PYTHONPATH": str(package), "TERM": "xterm", "COLUMNS": str(WIDTH),
               "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fieldstudy", *words],
            cwd=folder, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    def until(self, words: str) -> str:
        """Wait until some words stand on the screen; give all that stands there."""
        while words not in self.screen.text:
            if not select.select([self.master], [], [], PATIENCE)[0]:
                break
            try:
                self.screen.feed(self.decode(os.read(self.master, 4096)))
            except OSError:  # the command has ended
                break
        shown = self.screen.text
        assert words in shown, f"never showed {words}, but:\n{shown}"
        return shown

    def type(self, *keys: str) -> None:
        """Press keys."""
        os.write(self.master, "".join(keys).encode())

    def ended(self) -> int:
        """Give the exit code."""
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """End the command if it has not ended."""
        self.process.kill()
        self.process.wait()
        os.close(self.master)
