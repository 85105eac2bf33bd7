import {
  EnvironmentDetail,
  EnvironmentStatus,
  EnvironmentSummary,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { shared } from '../lib/shared';
import { EnvironmentFacts } from '../permissions/resource';

/** The composite resource definition's default, for claims that were not defaulted yet. */
const DEFAULT_STAGE = 'dev';

/** What environments are filtered, counted and decided on by. Environments that are alike in this share one object. */
export interface EnvironmentTraits extends EnvironmentFacts {
  status: EnvironmentStatus;
}

/** One environment, made ready for every reader once for each change. Never changed after it is made. */
export interface EnvironmentView {
  detail: EnvironmentDetail;
  summary: EnvironmentSummary;
  facts: EnvironmentTraits;
  /** Lower case; what a search looks in. */
  searchText: string;
}

export function toView(detail: EnvironmentDetail): EnvironmentView {
  const { resources, conditions, compositionRevision, ...summary } = detail;
  const { cluster, namespace, name } = detail.ref;
  const { stage } = detail.parameters;
  return {
    detail,
    summary,
    facts: shared({
      cluster: shared(cluster),
      namespace: shared(namespace),
      stage: shared(typeof stage === 'string' ? stage : DEFAULT_STAGE),
      owner: shared(detail.owner),
      status: detail.health.status,
    }),
    searchText: `${name} ${namespace} ${detail.owner}`.toLocaleLowerCase(
      'en-US',
    ),
  };
}
