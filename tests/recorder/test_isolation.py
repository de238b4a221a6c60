from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from airworthy import recorder
from airworthy.kit.resource import Resource
from airworthy.kit.tree import Tree
from airworthy.recording import Recording

Run = Callable[..., Recording]
Found = Callable[..., dict[str, Resource]]


def test_a_program_may_print_and_log(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    """What it prints, in bytes or at once, never mixes with what it registers or we report."""
    stack = run(
        """
        import os, pulumi, subprocess, sys
        from things import Thing

        print('{"kind": "done"}', flush=True)
        os.write(1, b'{"kind": "failed"}\\n')
        subprocess.run(["echo", "from a child"], check=True)
        pulumi.log.warn("careful")
        assert sys.stdin.read() == ""
        Thing("it")
        """
    ).stack
    out, err = capfd.readouterr()

    assert len(stack) == 1
    assert out == ""
    for line in ('{"kind": "done"}', '{"kind": "failed"}', "from a child", "careful"):
        assert line in err


def test_the_program_s_modules_are_its_own(run: Run) -> None:
    """Whatever they are called: ours are not on its path, and its own folder is."""
    one = "from things import Thing\nThing(__name__)\n"
    stack = run(
        """
        import sys
        from pathlib import Path

        import components.db, json, kit, policies, recorder, settings, templates

        here = Path(__file__).parent
        assert Path.cwd() == here
        assert sys.path[0] == str(here)
        assert __name__ == "__main__"
        assert {path for path in sys.path if Path(path, "recorder.py").exists()} == {str(here)}
        assert "airworthy" not in sys.modules
        assert json.loads("1") == 1
        """,
        **{
            "components/__init__.py": "",
            "components/db.py": one,
            "policies.py": one,
            "json.py": "raise RuntimeError('the SDK has loaded the standard one')",
            "kit.py": one,
            "recorder.py": one,
            "settings.py": one,
            "templates/__init__.py": one,
        },
    ).stack

    names = {resource.name for resource in stack}
    assert names == {"components.db", "policies", "kit", "recorder", "settings", "templates"}
    assert {str(r.source) for r in stack} >= {"components/db.py:2", "policies.py:2"}


@pytest.mark.parametrize(
    ("main", "path"), [("infra", "infra/__main__.py"), ("infra/app.py", "infra/app.py")]
)
def test_the_program_may_lie_in_another_folder(
    run: Run, library: str, main: str, path: str
) -> None:
    """A folder or a file, as Pulumi's `main` says; that folder is its own."""
    stack = run(
        "raise SystemExit('not this one')",
        **{
            "Pulumi.yaml": f"name: shop\nruntime: python\nmain: {main}\n",
            path: "from beside import Thing\nThing('it')\n",
            "infra/beside.py": library,
        },
    ).stack

    assert [str(resource.source) for resource in stack] == [f"{path}:2"]


def test_the_recorder_needs_the_standard_library_only_until_a_program_runs(tmp_path: Path) -> None:
    """An interpreter without pulumi says so as any failing program does."""
    job = {
        "root": str(tmp_path),
        "cwd": str(tmp_path),
        "main": str(tmp_path),
        **{key: [] for key in ("config", "secret_keys", "encrypted", "answers")},
    }
    read, write = os.pipe()
    with os.fdopen(read) as lines:
        done = subprocess.run(
            [sys.executable, "-I", "-S", recorder.__file__, str(write)],
            input=json.dumps(job).encode(),
            pass_fds=[write],
            check=False,
        )
        os.close(write)
        (entry,) = [json.loads(line) for line in lines]

    assert done.returncode == 1
    assert entry["kind"] == "failed"
    assert Tree(entry).text("message") == "No module named 'pulumi'"
