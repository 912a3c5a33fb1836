"""`make cores` runs the engine's tests with every kernel that the processor has."""

import pytest

from scripts.cores import kernels

OLD, USUAL, LARGE = "flags : fpu pni", "flags : fpu pni avx avx2", "flags: pni avx2 avx512f"


@pytest.mark.parametrize(
    ("machine", "cpuinfo", "expected"),
    [
        ("x86_64", OLD, ["Prescott"]),
        ("x86_64", USUAL, ["Prescott", "Haswell"]),
        ("AMD64", LARGE, ["Prescott", "Haswell", "SkylakeX"]),
        ("aarch64", "Features : fp asimd", []),
        ("arm64", "", []),
        ("x86_64", "", []),
    ],
)
def test_kernels_are_those_that_the_processor_can_run(
    machine: str, cpuinfo: str, expected: list[str]
) -> None:
    assert kernels(machine, cpuinfo) == expected
