import pulumi

from airworthy.components.app_secrets import (
    AppSecrets,
    AppSecretsArgs,
    GeneratedSecret,
    GivenSecret,
)


def build(name: str) -> None:
    AppSecrets(
        name,
        AppSecretsArgs(
            generated={
                "session-key": GeneratedSecret(length=64, owner="platform"),
                "data-key": GeneratedSecret(bytes=32),
            },
            given={"vendor-token": GivenSecret(value=pulumi.Output.secret("given by a vendor"))},
        ),
    )
