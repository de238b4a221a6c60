from __future__ import annotations

from collections.abc import Callable

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.values import UNKNOWN, Secret
from airworthy.recording import Recording

Run = Callable[..., Recording]
Found = Callable[..., dict[str, Resource]]


def test_registrations_are_recorded_whole(run: Run) -> None:
    """Inputs, parents, options, dependencies a property, and the program's own line."""
    stack = run(
        """
        import pulumi
        from things import Group, Thing

        group = Group("group", pulumi.ResourceOptions(protect=True))
        first = Thing("first", {"size": 3, "empty": None}, pulumi.ResourceOptions(parent=group))
        second = Thing(
            "second",
            {"of": first.id, "text": first.made.apply(str.upper), "list": [1.5, True]},
            pulumi.ResourceOptions(
                depends_on=[group],
                retain_on_delete=True,
                ignore_changes=["size"],
                replace_on_changes=["of"],
                delete_before_replace=True,
                additional_secret_outputs=["made"],
                aliases=[pulumi.Alias(name="old")],
                custom_timeouts=pulumi.CustomTimeouts(create="5m"),
                deleted_with=group,
                import_="the-id",
                version="1.2.3",
            ),
        )
        """
    ).stack
    group, first, second = stack
    options = second.option

    assert first.urn == "urn:pulumi:dev::shop::x:y:Group$a:b:Thing::first"
    assert (stack.path(first), first.parent) == ("group/first", group.urn)
    assert first.inputs == {"size": 3}
    assert first.option.flag("protect", default=False)
    assert (group.custom, first.custom) == (False, True)
    assert second.is_unknown("of")
    assert second.is_unknown("text")
    assert second.get("list") == [1.5, True]
    assert second.property_dependencies["of"] == (first.urn,)
    assert second.property_dependencies["list"] == ()
    assert isinstance(second.dependencies, tuple)
    assert first.urn in second.dependencies
    assert options.flag("retainOnDelete", default=False)
    assert not options.flag("protect", default=False)
    assert options.texts("ignoreChanges") == ("size",)
    assert options.texts("replaceOnChanges") == ("of",)
    assert options.flag("deleteBeforeReplace", default=False)
    assert options.texts("additionalSecretOutputs") == ("made",)
    assert options.trees("aliases")[0].text("spec.name") == "old"
    assert options.text("customTimeouts.create") == "5m"
    assert options.text("deletedWith") == group.urn
    assert (options.text("importId"), options.text("version")) == ("the-id", "1.2.3")
    assert [str(resource.source) for resource in stack] == [
        "__main__.py:5",
        "__main__.py:6",
        "__main__.py:7",
    ]


def test_what_is_hidden_is_opaque(by_name: Found) -> None:
    """Remote components, resources read and releases of charts: seen, but not judged."""
    found = by_name(
        """
        import pulumi
        from things import Thing

        class Chart(pulumi.CustomResource):
            def __init__(self, name):
                super().__init__("kubernetes:helm.sh/v3:Release", name, {})

        remote = pulumi.ComponentResource("eks:index:Cluster", "remote", {}, remote=True)
        Thing("read", {"size": 3}, pulumi.ResourceOptions(id="the-id"))
        Thing("below", {"of": remote.urn}, pulumi.ResourceOptions(parent=remote))
        Chart("chart")
        provider = pulumi.ProviderResource("a", "explicit", {})
        Thing("with", {}, pulumi.ResourceOptions(provider=provider))
        """
    )

    assert {name for name, resource in found.items() if resource.opaque} == {
        "remote",
        "read",
        "chart",
    }
    assert found["below"].parent == found["remote"].urn
    assert found["with"].provider.startswith(found["explicit"].urn)


def test_many_at_once_are_each_recorded(run: Run) -> None:
    """Concurrent registrations lose nothing."""
    stack: Stack = run(
        """
        from things import Thing
        for number in range(200):
            Thing(f"thing-{number}", {"number": number})
        """
    ).stack

    assert {r.number("number", -1) for r in stack} == set(range(200))


def test_transforms_are_applied(by_name: Found) -> None:
    """A resource's own, then its parents', then the stack's; what is unknown or secret stays so."""
    found = by_name(
        """
        import pulumi
        from things import Group, Thing

        def adding(word, **options):
            def transform(args):
                props = {**args.props, "order": args.props.get("order", "") + word}
                own = pulumi.ResourceOptions(**options)
                opts = pulumi.ResourceOptions.merge(args.opts, own)
                return pulumi.ResourceTransformResult(props, opts)
            return transform

        def untouched(args):
            return None

        def older(args):
            return pulumi.ResourceTransformationResult({**args.props, "older": True}, args.opts)

        pulumi.runtime.register_resource_transform(adding("stack"))
        first = Thing("first", {"size": 3}, pulumi.ResourceOptions(transforms=[untouched]))
        group = Group("group", pulumi.ResourceOptions(transforms=[adding("group ")]))
        Thing("second", {
            "of": first.id,
            "list": [{"of": first.id}],
            "secret": pulumi.Output.secret("pw"),
            "key": pulumi.Config().require_secret("token"),
            "order": "",
        }, pulumi.ResourceOptions(
            parent=group,
            transformations=[older],
            transforms=[adding("own ", retain_on_delete=True, protect=True), untouched],
            ignore_changes=["size"],
            custom_timeouts=pulumi.CustomTimeouts(create="5m"),
        ))
        """,
        stack="config: {token: {secure: v1:xx}}",
    )
    second = found["second"]

    assert found["first"].inputs == {"size": 3, "order": "stack"}
    assert second.text("order") == "own group stack"
    assert second.flag("older", default=False)
    assert second.is_unknown("of")
    assert second.trees("list")[0].is_unknown("of")
    assert second.inputs["secret"] == Secret("pw")
    assert second.inputs["key"] == Secret(UNKNOWN)
    assert second.option.flag("retainOnDelete", default=False)
    assert second.option.flag("protect", default=False)
    assert second.option.texts("ignoreChanges") == ("size",)
    assert second.option.text("customTimeouts.create") == "5m"
    assert not found["first"].option.flag("protect", default=False)


def test_names_that_a_provider_makes_up_are_unknown(run: Run) -> None:
    """A Kubernetes object without a name gets one at deployment; so its dependents wait for it."""
    stack = run(
        """
        import pulumi_kubernetes as k8s

        data = {"key": "value"}
        made_up = k8s.core.v1.ConfigMap("made-up", data=data)
        given = k8s.core.v1.ConfigMap("given", data=data, metadata={"name": "given"})
        for config in (made_up, given):
            k8s.core.v1.ConfigMap(
                f"of-{config._name}", data={"name": config.metadata.apply(lambda it: it.name)}
            )
        """
    ).stack
    names = {resource.name: resource.peek("data.name") for resource in stack}

    assert names["of-made-up"] is UNKNOWN
    assert names["of-given"] == "given"


def test_a_document_given_as_a_mapping_is_answered_as_text(run: Run) -> None:
    """A policy may be written as a mapping; what the provider makes of it is known later."""
    stack = run(
        """
        import pulumi_aws as aws

        policy = {"Version": "2012-10-17", "Statement": []}
        attached = aws.s3.BucketPolicy("policy", bucket="uploads", policy=policy)
        aws.s3.BucketObject("copy", bucket="uploads", key="policy", content=attached.policy)
        """
    ).stack
    policy, copy = stack

    assert policy.text("policy.Version") == "2012-10-17"
    assert copy.is_unknown("content")
