"""The bucket of a test: `bucket.py create-bucket NAME`, `bucket.py read-objects NAME` (JSON on standard output)."""

import json
import os
import sys

import boto3

command, name = sys.argv[1:]
region = os.environ["AWS_DEFAULT_REGION"]
s3 = boto3.client("s3", endpoint_url=os.environ["MLFLOW_S3_ENDPOINT_URL"])

if command == "create-bucket":
    # AWS refuses us-east-1 as a constraint, since it is the default.
    elsewhere = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **elsewhere)
else:
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=name).get("Contents", [])]
    bodies = {key: s3.get_object(Bucket=name, Key=key)["Body"].read() for key in keys}
    print(json.dumps({key: body.decode("utf8", "replace") for key, body in bodies.items()}))
