"""What a data scientist does with a tracking server: `client.py TRACKING_URI`. Prints what came of it as JSON.

Names are new each time, since a real database outlives the test.
"""

import json
import sys
import tempfile
import uuid
from pathlib import Path

import mlflow
from mlflow import MlflowClient

name = f"image-test-{uuid.uuid4().hex[:8]}"
mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()
seen = {}

experiment_id = client.create_experiment(name, tags={"purpose": "test"})
experiment = client.get_experiment_by_name(name)
seen["experiment"] = {"name": experiment.name == name, "tags": experiment.tags.get("purpose")}

run_ids = []
for learning_rate, losses in [(0.1, [3.0, 2.0, 1.0]), (0.5, [3.0, 4.0])]:
    with mlflow.start_run(experiment_id=experiment_id, run_name=f"rate-{learning_rate}") as run:
        run_ids.append(run.info.run_id)
        mlflow.log_params({"learning_rate": learning_rate, "layers": 2})
        mlflow.set_tag("team", "churn")
        for step, loss in enumerate(losses):
            mlflow.log_metric("loss", loss, step=step)
good, bad = run_ids

run = client.get_run(good)
seen["run"] = {
    "status": run.info.status,
    "params": run.data.params,
    "metrics": run.data.metrics,
    "tag": run.data.tags["team"],
}
seen["history"] = [[metric.step, metric.value] for metric in client.get_metric_history(good, "loss")]
found = client.search_runs([experiment_id], "metrics.loss < 2 and params.layers = '2'")
seen["found"] = [entry.info.run_id == good for entry in found]
ordered = client.search_runs([experiment_id], order_by=["metrics.loss DESC"])
seen["ordered"] = [entry.info.run_id for entry in ordered] == [bad, good]

with tempfile.TemporaryDirectory() as directory:
    file = Path(directory, "notes.txt")
    file.write_text("kept in the bucket")
    client.log_artifact(good, str(file), "notes")
    seen["artifacts"] = [entry.path for entry in client.list_artifacts(good, "notes")]
    downloaded = client.download_artifacts(good, "notes/notes.txt", directory)
    seen["downloaded"] = Path(downloaded).read_text()
seen["artifactUri"] = run.info.artifact_uri
seen["artifactKey"] = f"{experiment_id}/{good}/artifacts/notes/notes.txt"

client.create_registered_model(name, description="Predicts churn")
version = client.create_model_version(name, f"{run.info.artifact_uri}/notes", run_id=good)
client.set_registered_model_alias(name, "champion", version.version)
champion = client.get_model_version_by_alias(name, "champion")
seen["champion"] = {"version": str(champion.version), "run": champion.run_id == good}
seen["models"] = [model.name == name for model in client.search_registered_models(f"name = '{name}'")]


class Constant(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return [42 for _ in range(len(model_input))]


with mlflow.start_run(run_id=good):
    logged = mlflow.pyfunc.log_model(name="model", python_model=Constant(), pip_requirements=[])
seen["model"] = [int(answer) for answer in mlflow.pyfunc.load_model(logged.model_uri).predict([[1], [2]])]

client.delete_registered_model(name)
client.delete_experiment(experiment_id)
seen["deleted"] = client.get_experiment(experiment_id).lifecycle_stage

print(json.dumps(seen))
