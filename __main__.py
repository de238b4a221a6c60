"""The system of the stack: settings, components, exports."""

import pulumi

from airworthy.components.system import compose
from airworthy.settings.load import load_settings

for name, value in compose(load_settings()).items():
    pulumi.export(name, value)
