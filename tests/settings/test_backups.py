from dataclasses import fields

from airworthy.components.backup_store import BackupStoreArgs
from airworthy.settings.backups import BackupSettings


def test_every_key_is_an_argument_of_the_component() -> None:
    """What a stack file may say, the component takes."""
    assert set(BackupSettings.model_fields) == {f.name for f in fields(BackupStoreArgs)} - {"tags"}
