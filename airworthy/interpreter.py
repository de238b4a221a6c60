"""Which Python runs a program: the one that its Pulumi.yaml names."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from airworthy.kit.errors import AirworthyError
from airworthy.kit.project import Project

__all__ = ["interpreter_of"]


def interpreter_of(project: Project, environment: Mapping[str, str]) -> Path:
    """The interpreter of a program, found as Pulumi finds it.

    The `virtualenv` option wins; then the toolchain's own place (uv: `.venv` beside the nearest
    `uv.lock`, else the nearest `pyproject.toml`, else in the project; poetry: what it answers);
    then the active virtual environment; then our own.

    Raises:
        AirworthyError: The program is not Python, or the environment named does not exist.
    """
    if project.runtime != "python":
        raise AirworthyError(
            f"{project.file}: runtime is {project.runtime!r}; only Python programs are recorded",
            hint="programs in other languages cannot be judged yet",
        )
    named = project.options.get("virtualenv")
    toolchain = project.options.get("toolchain", "pip")
    if isinstance(named, str):
        return _python(project.root / named, f"{project.file}: virtualenv {named!r}", toolchain)
    if toolchain == "uv":
        return _python(_uv_folder(project) / ".venv", f"{project.file}: toolchain uv", toolchain)
    if toolchain == "poetry":
        return _poetry(project)
    active = environment.get("VIRTUAL_ENV")
    return _python(Path(active), "VIRTUAL_ENV", toolchain) if active else Path(sys.executable)


def _python(folder: Path, named_by: str, toolchain: object) -> Path:
    path = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if path.exists():
        return path
    install = {"uv": "uv sync", "poetry": "poetry install"}.get(str(toolchain), "pulumi install")
    raise AirworthyError(
        f"{named_by}: there is no interpreter at {path}", hint=f"create it with `{install}`"
    )


def _uv_folder(project: Project) -> Path:
    above = (project.root, *project.root.parents)
    for name in ("uv.lock", "pyproject.toml"):
        for folder in above:
            if (folder / name).is_file():
                return folder
    return project.root


def _poetry(project: Project) -> Path:
    command = ["poetry", "env", "info", "--executable"]
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed command
            command, cwd=project.root, capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise AirworthyError(
            f"{project.file}: toolchain poetry, but `{' '.join(command)}` failed: {error}",
            hint="install poetry and run `poetry install`",
        ) from None
    return Path(answer.stdout.strip())
