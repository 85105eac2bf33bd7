"""The stores that MLflow's server would take for a URI: `stores.py URI`. Prints their classes as JSON."""

import json
import sys

from mlflow.server import handlers

uri = sys.argv[1]
registries = {
    "tracking": handlers._tracking_store_registry,
    "models": handlers._model_registry_store_registry,
}


def class_of(registry):
    builder = registry.get_store_builder(uri)
    return f"{builder.__module__}.{builder.__qualname__}"


print(json.dumps({name: class_of(registry) for name, registry in registries.items()}))
