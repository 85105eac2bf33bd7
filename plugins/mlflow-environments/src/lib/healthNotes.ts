import type { EnvironmentSummary } from '@mlops-platform/backstage-plugin-mlflow-environments-common';

type Notable = Pick<EnvironmentSummary, 'health' | 'stale' | 'reconcileError'>;

/** What a row says beside the status, one thought each. */
export function healthNotes({
  health,
  stale,
  reconcileError,
}: Notable): string[] {
  const notes: string[] = [];
  if (health.status === 'Provisioning') {
    const { ready, total } = health.progress;
    notes.push(`${ready} of ${total} resources ready`);
  }
  if (health.cause) notes.push(health.cause.message);
  if (health.changing) notes.push('A change is under way');
  if (stale) notes.push('Last known state: its cluster is out of reach');
  if (reconcileError) notes.push('Changes will not arrive');
  return notes;
}
