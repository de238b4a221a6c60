"""The production system's stack file, for tests that change it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from airworthy.kit.project import config_text
from airworthy.kit.stackfile import StackFile
from airworthy.settings.load import Loaded, parse_settings

FILE = Path(__file__).parent.parent.parent / "Pulumi.prod.yaml"


@pytest.fixture
def production() -> dict[str, Any]:
    """The production system's configuration, by section, free to be changed."""
    config = yaml.safe_load(FILE.read_text(encoding="utf-8"))["config"]
    # By way of JSON, without the anchors' shared parts.
    whole: dict[str, Any] = json.loads(json.dumps(config))
    return {key.removeprefix("airworthy:"): value for key, value in whole.items() if ":" in key}


@pytest.fixture(scope="session")
def load() -> Callable[[dict[str, Any]], Loaded]:
    """The settings of a configuration by section."""

    def run(config: dict[str, Any]) -> Loaded:
        named = {key if ":" in key else f"airworthy:{key}": value for key, value in config.items()}
        text = yaml.safe_dump({"config": named})
        file = StackFile.parse(text, name="Pulumi.prod.yaml", project="marketplace")
        return parse_settings({key: config_text(value) for key, value in file.config.items()}, file)

    return run
