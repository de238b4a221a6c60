"""Runs a Pulumi program without an engine and writes down what it registers.

This file is run by the program's own interpreter: it needs the standard library and pulumi
only, whatever their versions, and keeps its own folder off the program's import path.

It reads a job as JSON from standard input and writes one JSON object a line to the file
descriptor named by its only argument: `resource` for each registration, `assumed` for each data
source it answered, then `done`, or `failed` with the program's own frames.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import runpy
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HERE = str(Path(__file__).parent.absolute())
STACK_TYPE = "pulumi:pulumi:Stack"
# Properties of AWS resources that take a mapping and are answered as JSON text.
DOCUMENTS = ("policy", "assumeRolePolicy", "accessPolicies")
# The engine protocol's marks (pulumi/pulumi, sdk/go/common/resource/properties.go).
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a public constant
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
# What a transform may change, by the names of a registration and of a transform's options.
TRANSFORMED = {
    "additionalSecretOutputs": "additional_secret_outputs",
    "aliases": "aliases",
    "customTimeouts": "custom_timeouts",
    "deleteBeforeReplace": "delete_before_replace",
    "deletedWith": "deleted_with",
    "dependencies": "depends_on",
    "ignoreChanges": "ignore_changes",
    "importId": "import",
    "pluginDownloadURL": "plugin_download_url",
    "protect": "protect",
    "provider": "provider",
    "replaceOnChanges": "replace_on_changes",
    "retainOnDelete": "retain_on_delete",
    "version": "version",
}


class Monitor:
    """What the SDK takes for the engine's resource monitor; it answers as a preview does."""

    def __init__(self, job: dict[str, Any], emit: Callable[[dict[str, Any]], None]) -> None:
        from pulumi.runtime.proto import resource_pb2

        self.pb = resource_pb2
        self.job = job
        self.emit = emit
        self.lock = threading.Lock()
        self.urns: dict[str, str] = {}
        self.transforms: dict[str, list[Any]] = {"": []}

    def GetDeploymentInfo(self, _request: Any) -> Any:
        names = (
            *("SECRETS", "RESOURCE_REFERENCES", "ALIAS_SPECS", "DELETED_WITH", "REPLACE_WITH"),
            *("TRANSFORMS", "INVOKE_TRANSFORMS", "PARAMETERIZATION", "RESOURCE_HOOKS"),
            *("ERROR_HOOKS", "REPLACEMENT_TRIGGER"),
        )
        known = [getattr(self.pb, f"RESOURCE_MONITOR_FEATURE_{name}", None) for name in names]
        return self.pb.DeploymentInfo(supportedFeatures=[it for it in known if it is not None])

    def SupportsFeature(self, request: Any) -> Any:
        return self.pb.SupportsFeatureResponse(hasSupport=request.id != "outputValues")

    def RegisterResource(self, request: Any) -> Any:
        urn = self._urn(request)
        if request.type != STACK_TYPE:
            with self.lock:
                if urn in self.urns:
                    raise RuntimeError(
                        f"duplicate resource {request.name!r} of type {request.type}: "
                        "two resources of one type and parent need two names"
                    )
                self.urns[urn] = request.parent
            # The stack's own type and URN are those of a fresh engine; it carries no inputs.
            self.transforms[urn] = list(getattr(request, "transforms", ()))
            request = self._transformed(request, urn)
        self.emit(self._registration(request, urn))
        outputs = None if request.remote else outputs_of(request)
        return self.pb.RegisterResourceResponse(urn=urn, id="", object=outputs)

    def ReadResource(self, request: Any) -> Any:
        urn = self._urn(request)
        entry = {"kind": "resource", "urn": urn, "parent": request.parent, "custom": True}
        entry |= {"read": True, "object": plain(request.properties), "options": {}}
        self.emit(entry | {"source": self._source(request)})
        return self.pb.ReadResourceResponse(urn=urn, properties=request.properties)

    def Invoke(self, request: Any) -> Any:
        from google.protobuf import struct_pb2

        if request.tok == "pulumi:pulumi:getResource":
            raise RuntimeError("a resource reference cannot be followed without an engine")
        answer = self.job["answers"].get(request.tok)
        if answer is None:
            raise RuntimeError(
                f"{request.tok} asks the provider, and nobody answers it without one: "
                "this program cannot be recorded"
            )
        self.emit({"kind": "assumed", "token": request.tok, "answer": answer})
        result = struct_pb2.Struct()
        result.update(answer)
        return self.pb.ResourceInvokeResponse(**{"return": result})

    def Call(self, request: Any) -> Any:
        raise RuntimeError(f"{request.tok} is a method of a remote component: it needs the engine")

    def RegisterStackTransform(self, request: Any) -> Any:
        self.transforms[""].append(request)
        return empty()

    def RegisterResourceOutputs(self, _request: Any) -> Any:
        return empty()

    RegisterStackInvokeTransform = RegisterResourceHook = RegisterResourceOutputs
    RegisterErrorHook = SignalAndWaitForShutdown = RegisterResourceOutputs

    def RegisterPackage(self, request: Any) -> Any:
        return self.pb.RegisterPackageResponse(ref=f"package-{request.name}")

    def _urn(self, request: Any) -> str:
        chain = request.type
        if request.parent:
            above = request.parent.split("::", 3)[2]
            chain = chain if above == STACK_TYPE else f"{above}${chain}"
        return f"urn:pulumi:{self.job['stack']}::{self.job['project']}::{chain}::{request.name}"

    def _registration(self, request: Any, urn: str) -> dict[str, Any]:
        options = {
            "protect": request.protect,
            "retainOnDelete": getattr(request, "retainOnDelete", False),
            "ignoreChanges": list(request.ignoreChanges),
            "replaceOnChanges": list(request.replaceOnChanges),
            "deleteBeforeReplace": request.deleteBeforeReplace,
            "additionalSecretOutputs": list(request.additionalSecretOutputs),
            "customTimeouts": plain(request.customTimeouts),
            "aliases": [plain(alias) for alias in request.aliases],
            "deletedWith": getattr(request, "deletedWith", ""),
            "importId": request.importId,
            "version": request.version,
        }
        return {
            "kind": "resource",
            "urn": urn,
            "parent": request.parent,
            "custom": request.custom,
            "remote": request.remote,
            "object": plain(request.object),
            "options": options,
            "provider": request.provider,
            "dependencies": list(request.dependencies),
            "propertyDependencies": {
                key: list(value.urns) for key, value in request.propertyDependencies.items()
            },
            "source": self._source(request),
        }

    def _source(self, request: Any) -> list[Any] | None:
        """The nearest frame in the program's folder and outside this library."""
        stack = getattr(request, "stackTrace", None)
        frames = [frame.pc for frame in stack.frames] if stack else []
        for position in frames or [request.sourcePosition]:
            found = own_frame(position.uri.removeprefix("file://"), self.job["root"])
            if found:
                return [found, position.line]
        return None

    def _transformed(self, request: Any, urn: str) -> Any:
        """Run a resource's own transforms, then its ancestors', then the stack's."""
        chain = list(self.transforms[urn])
        parent = request.parent
        while parent in self.urns:
            chain += self.transforms[parent]
            parent = self.urns[parent]
        for callback in (*chain, *self.transforms[""]):
            request = self._transform(callback, request)
        return request

    def _transform(self, callback: Any, request: Any) -> Any:
        import grpc
        from pulumi.runtime.proto import callback_pb2, callback_pb2_grpc

        asked = self.pb.TransformRequest(
            type=request.type, name=request.name, custom=request.custom, parent=request.parent
        )
        asked.properties.update({k: as_output(v) for k, v in plain(request.object).items()})
        for here, there in TRANSFORMED.items():
            copy_field(request, here, asked.options, there)
        with grpc.insecure_channel(callback.target) as channel:
            raw = callback_pb2_grpc.CallbacksStub(channel).Invoke(
                callback_pb2.CallbackInvokeRequest(
                    token=callback.token, request=asked.SerializeToString()
                )
            )
        answer = self.pb.TransformResponse.FromString(raw.response)
        changed = type(request)()
        changed.CopyFrom(request)
        changed.object.Clear()
        changed.object.update({k: as_input(v) for k, v in plain(answer.properties).items()})
        if answer.HasField("options"):
            for here, there in TRANSFORMED.items():
                copy_field(answer.options, there, changed, here)
        return changed


class Engine:
    """Takes the program's log messages; they go to standard error, as the CLI shows them."""

    def Log(self, request: Any) -> Any:
        if request.severity > 0:
            sys.stderr.write(f"{request.message}\n")
        return empty()

    def GetRootResource(self, _request: Any) -> Any:
        from pulumi.runtime.proto import engine_pb2

        return engine_pb2.GetRootResourceResponse(urn="")

    def SetRootResource(self, _request: Any) -> Any:
        from pulumi.runtime.proto import engine_pb2

        return engine_pb2.SetRootResourceResponse()

    def RequirePulumiVersion(self, _request: Any) -> Any:
        from pulumi.runtime.proto import engine_pb2

        return engine_pb2.RequirePulumiVersionResponse()


def outputs_of(request: Any) -> Any:
    """What a provider's preview would answer: the inputs, and what it makes of some of them."""
    from google.protobuf import struct_pb2

    given = request.object.fields
    autonamed = request.custom and request.type.startswith("kubernetes:")
    documents = [
        name
        for name in DOCUMENTS
        if request.type.startswith("aws:")
        and name in given
        and given[name].HasField("struct_value")
    ]
    if not autonamed and not documents:
        return request.object
    outputs = struct_pb2.Struct()
    outputs.CopyFrom(request.object)
    for name in documents:
        outputs.fields[name].string_value = UNKNOWN
    if autonamed:
        metadata = outputs.fields["metadata"].struct_value
        if "name" not in metadata.fields:
            metadata.fields["name"].string_value = UNKNOWN
    return outputs


def empty() -> Any:
    from google.protobuf import empty_pb2

    return empty_pb2.Empty()


def plain(message: Any) -> Any:
    from google.protobuf import json_format

    return json_format.MessageToDict(message)


def as_output(value: Any) -> Any:
    """A property as the engine hands it to a transform: what is unknown or secret as an output."""
    match value:
        case str() if value == UNKNOWN:
            return {SIGNATURE: OUTPUT}
        case {"value": inner, **marks} if marks == {SIGNATURE: SECRET}:
            known = {} if inner == UNKNOWN else {"value": inner}
            return {SIGNATURE: OUTPUT, "secret": True, **known}
        case dict():
            return {key: as_output(part) for key, part in value.items()}
        case list():
            return [as_output(part) for part in value]
        case _:
            return value


def as_input(value: Any) -> Any:
    """The way back, where a transform returned its properties untouched."""
    match value:
        case dict() if value.get(SIGNATURE) == OUTPUT:
            inner = value.get("value", UNKNOWN)
            return {SIGNATURE: SECRET, "value": inner} if value.get("secret") else inner
        case dict():
            return {key: as_input(part) for key, part in value.items()}
        case list():
            return [as_input(part) for part in value]
        case _:
            return value


def copy_field(source: Any, name: str, target: Any, other: str) -> None:
    """Copy a field between messages under another name; one that is not set stays so."""
    field = source.DESCRIPTOR.fields_by_name.get(name)
    if field is None or other not in target.DESCRIPTOR.fields_by_name:
        return  # this version of the SDK does not have it
    target.ClearField(other)
    value = getattr(source, name)
    if hasattr(value, "extend"):
        getattr(target, other).extend(value)
    elif not field.has_presence:
        setattr(target, other, value)
    elif source.HasField(name):
        if hasattr(value, "CopyFrom"):
            getattr(target, other).CopyFrom(value)
        else:
            setattr(target, other, value)


def own_frame(filename: str, root: str) -> str | None:
    """The path of a program's own source, relative to its root; None for anybody else's."""
    if not filename.startswith(root + os.sep) or filename.startswith(HERE + os.sep):
        return None
    inside = filename[len(root) + 1 :]
    return None if "site-packages" in inside or inside.startswith("<") else inside


def frames_of(error: BaseException, root: str) -> list[list[Any]]:
    frames = traceback.extract_tb(error.__traceback__)
    own = [[own_frame(f.filename, root), f.lineno, f.name, f.line or ""] for f in frames]
    return [frame for frame in own if frame[0]]


def unknown_secrets(pulumi: Any, keys: Iterable[str]) -> dict[str, Any]:
    """Make each encrypted configuration key read as a secret that is not known.

    Read without `_secret` it is a text that stands for an unknown one, and what would have to be
    parsed is refused. Returns the methods of Config as they were.
    """
    encrypted = frozenset(keys)
    were: dict[str, Any] = {}

    def unknown(_key: str) -> Any:
        loop = asyncio.get_event_loop()
        known, secret, value = loop.create_future(), loop.create_future(), loop.create_future()
        known.set_result(False)
        secret.set_result(True)
        value.set_result(None)
        return pulumi.Output(set(), value, known, secret)

    def refuse(key: str) -> Any:
        raise RuntimeError(
            f"{key} is encrypted, and nobody here can decrypt it; read it with get_secret or "
            "require_secret of the same type, which give an unknown secret"
        )

    def replace(name: str, answer: Callable[[str], Any]) -> None:
        were[name] = read = getattr(pulumi.Config, name)

        def reading(config: Any, key: str, *args: Any, **kwargs: Any) -> Any:
            full = f"{config.name}:{key}"
            return answer(full) if full in encrypted else read(config, key, *args, **kwargs)

        setattr(pulumi.Config, name, reading)

    for verb in ("get", "require"):
        replace(f"{verb}_secret", unknown)
        for kind in ("bool", "int", "float", "object"):
            replace(f"{verb}_secret_{kind}", unknown)
            replace(f"{verb}_{kind}", refuse)
    return were


async def drained(program: Callable[[], Any]) -> None:
    """Run the program, then wait for its outputs at once.

    The SDK waits for them one by one and starts over after each, which takes a tenth of a second
    for a hundred resources and grows with their square. Errors are left for the SDK to raise.
    """
    from pulumi.runtime.settings import SETTINGS

    program()
    while pending := {task for task in SETTINGS.outputs if not task.done()}:
        await asyncio.wait(pending)


def record(
    job: dict[str, Any],
    emit: Callable[[dict[str, Any]], None],
    program: Callable[[], Any],
) -> None:
    """Run a program as the language host does, on a monitor that writes everything down."""
    import pulumi
    from pulumi.runtime import config as runtime_config
    from pulumi.runtime import run_in_stack
    from pulumi.runtime.settings import Settings, configure

    configure(
        Settings(
            project=job["project"],
            stack=job["stack"],
            monitor=Monitor(job, emit),
            engine=Engine(),
            dry_run=True,
            organization="organization",
        )
    )
    runtime_config.set_all_config(job["config"], job["secret_keys"])
    were = unknown_secrets(pulumi, job["encrypted"]) if job["encrypted"] else {}
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(run_in_stack(lambda: drained(program)))
    finally:
        loop.close()
        for name, read in were.items():
            setattr(pulumi.Config, name, read)


def failure(error: BaseException, root: str) -> dict[str, Any]:
    """What went wrong, with the program's own frames; the deepest cause speaks."""
    cause, seen = error, {id(error)}
    while cause.__cause__ is not None and id(cause.__cause__) not in seen:
        cause = cause.__cause__  # the SDK raises some errors from themselves
        seen.add(id(cause))
    ours = type(cause).__module__.startswith("airworthy.")
    return {
        "kind": "failed",
        "type": type(cause).__name__,
        "message": str(cause),
        "frames": frames_of(error, root) or frames_of(cause, root),
        "exit": getattr(cause, "exit_code", 1) if ours else 1,
    }


def main(argv: list[str]) -> int:
    """Read the job, run it, write the registrations."""
    job = json.loads(sys.stdin.read())
    # Provider SDKs define thousands of classes, and none of them is garbage.
    gc.set_threshold(100_000, 50, 100)
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), 0)
    sys.path[0] = job["cwd"]
    lock = threading.Lock()
    out: TextIO
    with os.fdopen(int(argv[1]), "w", encoding="utf-8") as out:

        def emit(entry: dict[str, Any]) -> None:
            line = json.dumps(entry)
            with lock:
                out.write(line + "\n")
                out.flush()

        try:
            os.chdir(job["cwd"])
            record(job, emit, lambda: runpy.run_path(job["main"], run_name="__main__"))
        except BaseException as error:  # noqa: BLE001 - whatever it was, the tool must hear of it
            emit(failure(error, job["root"]))
            return 1
        emit({"kind": "done"})
    return 0


if __name__ == "__main__":
    # Threads of gRPC may outlive the program; what counts has been written.
    code = main(sys.argv)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
