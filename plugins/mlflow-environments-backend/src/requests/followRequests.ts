import { EnvironmentRef } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Environments } from '../environments/Environments';
import { Writes } from '../lib/Writes';
import { Requests } from './Requests';

/** Ends a request when a cluster has what it asked for, whichever of the two is heard of first. */
export function followRequests(
  environments: Environments,
  requests: Requests,
  writes: Writes,
): void {
  const check = (place: EnvironmentRef) => {
    const request = requests.get(place.name);
    const environment = environments.get(place)?.detail;
    const isAnswered =
      request &&
      !request.fulfilledUid &&
      request.cluster === place.cluster &&
      request.namespace === place.namespace &&
      environment &&
      !environment.request;
    if (isAnswered) {
      writes.add(
        `that ${place.name} has what was asked for`,
        requests.fulfil(request, environment.uid),
      );
    }
  };
  environments.onChange(({ ref }) => check(ref));
  requests.onChange(names => {
    for (const name of names) {
      const request = requests.get(name);
      if (request) {
        const { cluster, namespace } = request;
        check({ cluster, namespace, name });
      }
    }
  });
}
