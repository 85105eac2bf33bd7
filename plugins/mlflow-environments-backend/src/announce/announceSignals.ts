import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { SIGNAL_CHANNEL } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { Environments, ViewChange } from '../environments/Environments';
import { Outbox } from './Outbox';

/**
 * Tells browsers that an environment changed. Everybody hears a signal, so it names nothing; who may see the environment
 * fetches it again.
 */
export function announceSignals(
  environments: Environments,
  signals: SignalsService,
  logger: LoggerService,
): void {
  const outbox = new Outbox<{ uid: string; version: number }>({
    what: 'signal a change',
    logger,
    publish: message =>
      signals.publish({
        recipients: { type: 'broadcast' },
        channel: SIGNAL_CHANNEL,
        message,
      }),
  });
  environments.onChange(change => {
    for (const message of messagesOf(change)) {
      outbox.put(message.uid, message);
    }
  });
}

/** Who follows a request knows the request's uid, and must hear of the environment that answered it. */
function messagesOf({
  before,
  after,
}: ViewChange): Array<{ uid: string; version: number }> {
  const uids = new Set([before, after].flatMap(view => view?.detail.uid ?? []));
  const version = after?.detail.version ?? (before?.detail.version ?? 0) + 1;
  return [...uids].map(uid => ({ uid, version }));
}
