"""Run the engine's tests with the BLAS kernels of several processors: `make cores`.

OpenBLAS chooses its kernels by the processor, and they sum in different orders: no test may lean
on one of them. Where the kernels cannot be chosen, the tests run once, as the machine has it.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTS = ("network", "run", "insight", "test_articles.py", "test_lessons.py")
KERNELS: Mapping[str, str] = {"Prescott": "pni", "Haswell": "avx2", "SkylakeX": "avx512f"}
"""Names that OpenBLAS knows, and what /proc/cpuinfo calls the instructions that they need."""
X86 = ("x86_64", "amd64", "i386", "i686")


def kernels(machine: str, cpuinfo: str) -> list[str]:
    """Give the kernels that this processor can run; none where they are not those of an x86."""
    known = set(cpuinfo.split())
    can = [name for name, needed in KERNELS.items() if needed in known]
    return can if machine.lower() in X86 else []


def main() -> None:
    """Run the tests once a kernel; end with a failure where any fails."""
    cpuinfo = Path("/proc/cpuinfo")
    can = kernels(platform.machine(), cpuinfo.read_text() if cpuinfo.exists() else "")
    if not can:
        print(f"No kernels to choose from on this {platform.machine()}: one run, as it is.")
    skipped = [name for name in KERNELS if name not in can]
    failed = []
    for kernel in can or [""]:
        print(f"\nOPENBLAS_CORETYPE={kernel}", flush=True)
        command = [sys.executable, "-m", "pytest", "-q", *(f"tests/{part}" for part in TESTS)]
        chosen = {"OPENBLAS_CORETYPE": kernel} if kernel else {}
        if subprocess.run(command, cwd=ROOT, env=os.environ | chosen, check=False).returncode:
            failed.append(kernel or platform.machine())
    print("\nRun:", ", ".join(can) or "once", "| not on this processor:", ", ".join(skipped) or "-")
    if failed:
        raise SystemExit(f"failed with the kernels of {', '.join(failed)}")


if __name__ == "__main__":
    main()
