from airworthy.kit.resource import Stack
from airworthy.kit.testing import resource
from airworthy.policies.service_accounts import SERVICE_ACCOUNT, account_of, has_roles

POD = resource("kubernetes:core/v1:Pod", {"spec": {"serviceAccountName": "web"}}, name="pod")
ACCOUNT = resource(SERVICE_ACCOUNT, {"metadata": {"name": "web"}}, name="account")
UNNAMED = resource(SERVICE_ACCOUNT, name="unnamed")


def test_an_account_is_found_by_name() -> None:
    """The account of that name in the pod's namespace; an autonamed one has another."""
    assert account_of(POD, Stack((POD, UNNAMED, ACCOUNT))) is ACCOUNT
    assert account_of(POD, Stack((POD, UNNAMED))) is None


def test_without_bindings_there_are_no_roles() -> None:
    """An account by itself may do next to nothing."""
    assert not has_roles(POD, ACCOUNT, Stack((POD, ACCOUNT)))
