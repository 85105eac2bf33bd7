import { Environments } from '../environments/Environments';
import { Writes } from '../lib/Writes';
import { Requests } from './Requests';

/** Ends a request when a cluster has what it asked for, and forgets it when that is gone again. */
export function followRequests(
  environments: Environments,
  requests: Requests,
  writes: Writes,
): void {
  environments.onChange(({ ref, after }) => {
    const request = requests.get(ref.name);
    const isForIt =
      request?.cluster === ref.cluster && request.namespace === ref.namespace;
    if (!isForIt) {
      return;
    }
    const isThere = after !== undefined && after.detail.request === undefined;
    if (isThere && !request.fulfilledUid) {
      writes.add(`that ${ref.name} has what was asked for`, () =>
        requests.fulfil(request, after.detail.uid),
      );
    }
  });
}
