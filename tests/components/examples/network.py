from airworthy.components.network import Network, NetworkArgs


def build(name: str) -> None:
    Network(name, NetworkArgs(zones=("us-east-1a", "us-east-1b", "us-east-1c")))
