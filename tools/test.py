"""The whole suite, then its coverage floors: 100 % where verdicts are made, 95 % overall."""

from __future__ import annotations

import subprocess
import sys

WHOLE = ("policies", "airworthy/kit", "airworthy/checklists", "airworthy/settings", "templates")
FLOORS = {",".join(f"{folder}/*" for folder in WHOLE): 100, "": 95}


def run(*command: str) -> int:
    """Run a Python module and return its exit code."""
    return subprocess.run([sys.executable, "-m", *command], check=False).returncode  # noqa: S603


def main() -> int:
    """Exit code 1 where a test fails or a floor is missed."""
    run("coverage", "erase")
    code = run("pytest", "-n", "auto", "--cov", "--cov-branch", "--cov-report=", *sys.argv[1:])
    if code or sys.argv[1:]:
        return code
    for include, floor in FLOORS.items():
        only = [f"--include={include}"] if include else []
        print(f"\ncoverage of {include or 'everything'}, at least {floor} %", flush=True)
        code |= run("coverage", "report", f"--fail-under={floor}", *only)
    return code


if __name__ == "__main__":
    sys.exit(main())
