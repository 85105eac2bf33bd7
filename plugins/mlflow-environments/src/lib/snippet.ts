/** What a data scientist pastes into a notebook. JSON's string escapes are Python's too. */
export function pythonSnippet(trackingUri: string): string {
  return [
    'import mlflow',
    '',
    `mlflow.set_tracking_uri(${JSON.stringify(trackingUri)})`,
    '',
  ].join('\n');
}
