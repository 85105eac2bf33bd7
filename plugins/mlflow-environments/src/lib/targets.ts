import type { Target } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { formatList } from './format';

/** What choosing a target means for the one who asks. */
export function describeTarget({
  cluster,
  namespaces,
  publish,
}: Target): string {
  const where =
    namespaces.length > 0 ? ` Namespaces: ${formatList(namespaces)}.` : '';
  return `Cluster ${cluster}. ${describePublishing(publish)}${where}`;
}

/** What becomes of a request. */
export function describePublishing(publish: Target['publish']): string {
  return publish === 'pull-request'
    ? 'The request waits for a review.'
    : 'The request is carried out at once.';
}
