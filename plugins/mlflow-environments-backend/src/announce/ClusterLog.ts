import { LoggerService } from '@backstage/backend-plugin-api';
import { ClusterStatus } from '../store';

/**
 * Tells operators of clusters that come and go, and of kinds that may not be read: a line for each change of either, however many
 * objects there are.
 */
export class ClusterLog {
  private readonly told = new Map<string, { state: string; kinds: string }>();

  constructor(private readonly logger: LoggerService) {}

  /** To be called every few seconds: what came and went in between isn't worth a line. */
  observe(clusters: ClusterStatus[]): void {
    for (const status of clusters) {
      const { state } = status;
      const kinds = unreadableKinds(status);
      const before = this.told.get(status.cluster);
      if (before?.state !== state) {
        this.tellState(status, before?.state);
      }
      if (kinds && kinds !== before?.kinds && state === 'synced') {
        this.logger.warn(
          `Cluster '${status.cluster}' can not be read in full: ${kinds}`,
        );
      }
      this.told.set(status.cluster, {
        state,
        kinds: state === 'synced' ? kinds : before?.kinds ?? '',
      });
    }
  }

  private tellState(status: ClusterStatus, before: string | undefined): void {
    const { cluster, state, error, kinds } = status;
    if (state === 'synced') {
      const objects = kinds.reduce((sum, kind) => sum + kind.objects, 0);
      this.logger.info(
        `Cluster '${cluster}' is ${
          before === 'stale' ? 'read again' : 'read'
        }: ${objects} objects of ${kinds.length} kinds`,
      );
    } else if (error && state !== 'unsupported') {
      this.logger.warn(
        `Cluster '${cluster}' can not be read${
          state === 'stale' ? ', its last known state is shown' : ''
        }: ${error}`,
      );
    }
  }
}

/** `Bucket.s3.aws.m.upbound.io (forbidden), ...` */
function unreadableKinds({ kinds }: ClusterStatus): string {
  return kinds
    .filter(({ state }) => state === 'forbidden' || state === 'failing')
    .map(({ kind, state }) => `${kind} (${state})`)
    .sort()
    .join(', ');
}
