import { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import {
  EnvironmentDetail,
  EnvironmentStatus,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { HealthState } from '../database/TransitionsStore';
import { Environments } from '../environments/Environments';
import { HealthHistory } from '../history/HealthHistory';
import { noticeOf } from './notice';

/** Entity owners that nobody is. */
const NOBODY = 'unknown';

/** Tells owners when their environment is ready, has failed or recovered, once that has held for a while. */
export class OwnerNotifier {
  private isFailing = false;

  constructor(
    private readonly options: {
      environments: Environments;
      history: HealthHistory;
      notifications: NotificationService;
      holdForMs: number;
      logger: LoggerService;
      now: () => Date;
    },
  ) {}

  /** To be called every so often: what it has to go by is stored, so a restart neither forgets nor repeats. */
  async notifyDue(): Promise<void> {
    for (const { detail } of this.options.environments.list()) {
      const state = this.options.history.get(detail.uid);
      if (state && this.isDue(state, detail)) {
        await this.notify(detail, state.notifiedStatus);
      }
    }
  }

  private isDue(state: HealthState, detail: EnvironmentDetail): boolean {
    const { now, holdForMs } = this.options;
    return (
      state.status === detail.health.status &&
      state.status !== state.notifiedStatus &&
      noticeOf(detail, state.notifiedStatus) !== undefined &&
      now().getTime() - Date.parse(state.since) >= holdForMs
    );
  }

  private async notify(
    detail: EnvironmentDetail,
    before: EnvironmentStatus | undefined,
  ): Promise<void> {
    const { history, notifications, logger } = this.options;
    const payload = noticeOf(detail, before);
    if (!payload || !(await history.claimNotification(detail.uid))) {
      return;
    }
    const recipient = recipientOf(detail.owner);
    if (!recipient) {
      return;
    }
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: recipient },
        payload,
      });
      this.isFailing = false;
    } catch (error) {
      // Where no notifications are installed, every one of them fails.
      if (!this.isFailing) {
        this.isFailing = true;
        logger.warn(
          'Owners can not be notified, said once until it works again',
          toError(error),
        );
      }
    }
  }
}

function recipientOf(owner: string): string | undefined {
  if (owner === NOBODY) {
    return undefined;
  }
  const { kind } = parseEntityRef(owner);
  return /^(group|user)$/i.test(kind) ? owner : undefined;
}
