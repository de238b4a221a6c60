"""Redis servers among the workloads of a stack: recognised by image, read by what starts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from airworthy.kit.resource import Resource, Stack
from airworthy.kit.rule import NotApplicable
from airworthy.kit.tree import Tree
from airworthy.kit.values import MASK, UNKNOWN, Secret, Unknown, UnknownRead, show
from airworthy.policies.label_selectors import labels_of
from airworthy.policies.namespaces import place_of
from airworthy.policies.pods import main_containers, pod_spec
from airworthy.policies.redis_directives import Directives, Word, from_arguments, from_file

__all__ = ["NO_EVICTION", "PURPOSE", "RedisServer", "purpose_of", "redis_servers"]

PURPOSE: Final = "airworthy.dev/purpose"
NO_EVICTION: Final = "noeviction"
CONFIG_MAP: Final = "kubernetes:core/v1:ConfigMap"
IMAGES: Final = ("redis", "valkey")
SERVERS: Final = ("redis-server", "valkey-server")
OTHERS: Final = ("redis-sentinel", "valkey-sentinel", "--sentinel", "redis-cli", "valkey-cli")
# Images whose entry point does nothing but start the server with the arguments given.
PLAIN_IMAGES: Final = ("redis", "library/redis", "valkey/valkey")
PORT: Final = "6379"
DATA_FOLDER: Final = "/data"  # where those images work


@dataclass(frozen=True, kw_only=True, eq=False)
class RedisServer:
    """A container that runs a Redis server.

    Attributes:
        workload: Whose container it is.
        container: The container.
        stack: The stack, in which its files are looked up.
    """

    workload: Resource
    container: Tree
    stack: Stack

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words that start it; what stands in one string for a shell is taken apart."""
        return tuple(word for part in self._given for word in _words(part))

    @property
    def _given(self) -> tuple[object, ...]:
        return (*self.container.list("command").raw, *self.container.list("args").raw)

    @property
    def direct(self) -> bool:
        """Whether its words show how the server starts, and not a script that may do anything."""
        named = [word for word in self.words if isinstance(word, str)]
        if "-" in named:
            return False  # more comes through standard input
        if any(PurePosixPath(word).name in SERVERS for word in named):
            return True
        first = named[0] if named else ""
        as_given = not first or first.startswith("-") or first.endswith(".conf")
        return not self.container.has("command") and as_given and self._plain

    @property
    def _plain(self) -> bool:
        repository = _repository(self.container.text("image"))
        return repository in PLAIN_IMAGES or repository.endswith(
            tuple(f"/{name}" for name in PLAIN_IMAGES if "/" in name)
        )

    def directives(self) -> Directives:
        """Its settings: the file it is started with, then its arguments.

        Raises:
            UnknownRead: The file is not a ConfigMap's of this stack, or what starts the server
                does not tell.
        """
        named = [word for word in self.words if isinstance(word, str) and word.endswith(".conf")]
        if not named and not self.direct:
            raise UnknownRead(f"how {self.container.at('command')} starts Redis")
        secret = any(isinstance(part, Secret) for part in self._given)
        if not named:
            return Directives(from_arguments(self.words), secret=secret)
        texts, key = self._file(named[-1], MASK if secret else named[-1])
        return Directives(
            (*from_file(str(texts[key])), *from_arguments(self.words)),
            secret=secret or isinstance(texts.raw[key], Secret),
        )

    def _file(self, path: str, shown: str) -> tuple[Tree, str]:
        """Where the text of a file stands: its ConfigMap's texts, and the key there."""
        called = PurePosixPath(path).name
        found = [(texts, key) for name, texts, key in self._files() if name == called]
        if len({str(texts[key]) for texts, key in found}) != 1:
            raise UnknownRead(f"what {shown} holds")
        return found[0]

    def _files(self) -> Iterator[tuple[str, Tree, str]]:
        """The name of every file that ConfigMaps give to the pod, and where its text stands."""
        for volume in pod_spec(self.workload).trees("volumes"):
            items = volume.trees("configMap.items")
            names = {item.text("key"): item.text("path") for item in items}
            for texts in self._config_maps(volume) if volume.has("configMap") else ():
                for key in texts:
                    yield PurePosixPath(names.get(key, key)).name, texts, key

    def _config_maps(self, volume: Tree) -> Iterator[Tree]:
        name = volume.peek("configMap.name")
        behind = self.workload.property_dependencies.get("spec", ())
        here = place_of(self.workload, self.stack)
        for found in self.stack.of_type(CONFIG_MAP):
            if isinstance(name, str):
                same = found.peek("metadata.name") == name
                if same and place_of(found, self.stack).same(here) is not False:
                    yield found.tree("data")
            elif found.urn in behind:  # its name is Pulumi's, and known after deployment only
                yield found.tree("data")

    def not_kept(self, directives: Directives) -> str:
        """Why what lies in the folder for data does not outlive the pod; empty if it does.

        Raises:
            UnknownRead: It is only known after deployment.
        """
        folder, secret = PurePosixPath(directives.value("dir", "./")), directives.secret
        if not folder.is_absolute():
            folder = PurePosixPath(self.container.text("workingDir", DATA_FOLDER)) / folder
            secret = secret or self.container.is_secret("workingDir")
        shown = MASK if secret else str(folder)
        mounts = {
            mount.text("mountPath"): mount
            for mount in self.container.trees("volumeMounts")
            if folder.is_relative_to(mount.text("mountPath"))
        }
        if not mounts:
            return f"no volume is mounted at {shown}"
        mount = mounts[max(mounts, key=len)]
        name = mount.text("name")
        claims = self.workload.trees("spec.volumeClaimTemplates")
        if any(claim.text("metadata.name") == name for claim in claims):
            return ""
        spec = pod_spec(self.workload)
        for volume, raw in zip(spec.trees("volumes"), spec.list("volumes").raw, strict=True):
            if volume.text("name") == name:
                claimed = volume.has("persistentVolumeClaim")
                return "" if claimed else f"{shown} lies on the volume {show(raw)}"
        return f"{shown} lies on the volume {mount.shown('name')}, which is not declared"

    def has_secret(self) -> bool:
        """Whether anything of a Secret reaches the container, as a file or as a variable."""
        mounted = {mount.text("name") for mount in self.container.trees("volumeMounts")}
        volumes = pod_spec(self.workload).trees("volumes")
        return (
            any(v.text("name") in mounted and _holds_secret(v) for v in volumes)
            or any(v.has("valueFrom.secretKeyRef") for v in self.container.trees("env"))
            or any(source.has("secretRef") for source in self.container.trees("envFrom"))
        )


def redis_servers(workload: Resource, stack: Stack) -> tuple[RedisServer, ...]:
    """The Redis servers that a workload's pods run.

    Raises:
        NotApplicable: There is none.
        UnknownRead: There may be one: a container has its port or its command, and an image that
            is only known after deployment.
    """
    candidates = (
        RedisServer(workload=workload, container=container, stack=stack)
        for container in main_containers(workload)
    )
    found = tuple(server for server in candidates if _is_server(server))
    if not found:
        raise NotApplicable("no container of it runs a Redis image")
    return found


def purpose_of(workload: Resource) -> str:
    """What its pods' label says it is for; empty if it says nothing.

    Raises:
        UnknownRead: The label is only known after deployment.
    """
    labels = labels_of(workload)
    purpose = UNKNOWN if labels is None else labels.get(PURPOSE, "")
    if isinstance(purpose, Unknown):
        raise UnknownRead(f"the label {PURPOSE}")
    return str(purpose)


def _is_server(server: RedisServer) -> bool:
    names = {PurePosixPath(word).name for word in server.words if isinstance(word, str)}
    if names & set(OTHERS):
        return False
    container = server.container
    if container.is_unknown("image"):
        ports = {port.text("containerPort") for port in container.trees("ports")}
        if PORT in ports or names & set(SERVERS):
            raise UnknownRead(container.at("image"))
        return False
    return _repository(container.text("image")).rpartition("/")[2] in IMAGES


def _repository(image: str) -> str:
    """An image's name without digest and tag."""
    path, _, last = image.partition("@")[0].rpartition("/")
    return f"{path}/{last.partition(':')[0]}".lstrip("/")


def _words(part: object) -> tuple[Word, ...]:
    match part:
        case Secret():
            return _words(part.value)
        case Unknown():
            return (part,)
        case str() if part:
            return tuple(part.split()) or (part,)
        case _:
            return (str(part),)


def _holds_secret(volume: Tree) -> bool:
    sources = volume.trees("projected.sources")
    return volume.has("secret") or any(source.has("secret") for source in sources)
