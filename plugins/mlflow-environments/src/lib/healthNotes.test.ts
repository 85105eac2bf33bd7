import {
  aFailedEnvironment,
  aHealth,
  anEnvironment,
} from '../__testUtils__/environments';
import { healthNotes } from './healthNotes';

describe('healthNotes', () => {
  it('has nothing to add to health', () => {
    expect(healthNotes(anEnvironment())).toEqual([]);
  });

  it('says how far an environment has come', () => {
    const health = aHealth({
      status: 'Provisioning',
      progress: { ready: 7, total: 18 },
    });
    expect(healthNotes({ health })).toEqual(['7 of 18 resources ready']);
  });

  it('says what is wrong', () => {
    expect(healthNotes(aFailedEnvironment())).toEqual([
      'the organisation has no quota left in US_EAST_1',
    ]);
  });

  it('says that what is shown may not be so, or may not last', () => {
    const since = '2026-11-01T10:00:00Z';
    expect(
      healthNotes({
        health: aHealth({ changing: true }),
        stale: { since, reason: 'timeout' },
        reconcileError: { reason: 'ReconcileError' },
      }),
    ).toHaveLength(3);
  });
});
