import { SchedulerService } from '@backstage/backend-plugin-api';
import { Aggregator } from './Aggregator';
import { OwnerNotifier } from './announce/OwnerNotifier';

/** Every replica keeps itself up to date; of the owners' notifications, whichever comes first sends each. */
export async function schedule(
  scheduler: SchedulerService,
  aggregator: Aggregator,
  notifier: OwnerNotifier,
): Promise<void> {
  await scheduler.scheduleTask({
    id: 'keep-up',
    scope: 'local',
    frequency: { seconds: 5 },
    timeout: { minutes: 1 },
    fn: () => aggregator.keepUp(),
  });
  await scheduler.scheduleTask({
    id: 'agree',
    scope: 'local',
    frequency: { minutes: 1 },
    timeout: { minutes: 1 },
    fn: () => aggregator.agree(),
  });
  await scheduler.scheduleTask({
    id: 'notify-owners',
    scope: 'local',
    frequency: { seconds: 15 },
    timeout: { minutes: 1 },
    fn: () => notifier.notifyDue(),
  });
}
