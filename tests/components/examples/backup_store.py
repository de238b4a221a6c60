from airworthy.components.backup_store import BackupStore, BackupStoreArgs


def build(name: str) -> None:
    BackupStore(name, BackupStoreArgs(bucket_name=f"example-{name}-backups"))
