import { parseEntityRef } from '@backstage/catalog-model';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  EnvironmentDetail,
  EnvironmentStatus,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

const BROKEN: EnvironmentStatus[] = ['Failed', 'Degraded'];

/**
 * What to tell the owner of an environment's present health.
 *
 * @param before - the status that the owner was last told of
 * @returns undefined when there is nothing worth telling
 */
export function noticeOf(
  detail: EnvironmentDetail,
  before: EnvironmentStatus | undefined,
): NotificationSendOptions['payload'] | undefined {
  const { ref, uid, health, trackingUri, entityRef } = detail;
  const common = {
    link: linkTo(entityRef),
    scope: uid,
    topic: 'mlflow-environments',
  };
  if (health.status === 'Healthy') {
    return before && BROKEN.includes(before)
      ? { ...common, title: `${ref.name} has recovered`, severity: 'normal' }
      : {
          ...common,
          title: `${ref.name} is ready`,
          description: trackingUri && `Tracking URI: ${trackingUri}`,
          severity: 'normal',
        };
  }
  if (!BROKEN.includes(health.status)) {
    return undefined;
  }
  return {
    ...common,
    title:
      health.status === 'Failed'
        ? `${ref.name} could not be set up`
        : `${ref.name} no longer works as it should`,
    description: [health.cause?.message, health.hint].filter(Boolean).join(' '),
    severity: 'high',
  };
}

function linkTo(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/catalog/${namespace}/${kind.toLocaleLowerCase('en-US')}/${name}`;
}
