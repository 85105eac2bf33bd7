import { aClaim } from './__testUtils__/aClaim';
import { buildClaim } from './buildClaim';
import {
  asksForConfirmation,
  confirmationOptions,
  missingConfirmations,
} from './confirmation';

const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';
const BOTH = 'Prune=confirm,Delete=confirm';

describe('confirmationOptions', () => {
  it.each([
    ['prod', undefined, BOTH],
    ['prod', '', BOTH],
    ['prod', BOTH, BOTH],
    ['prod', 'Validate=false', `Validate=false,${BOTH}`],
    ['prod', 'Delete=confirm , Prune=confirm', 'Delete=confirm,Prune=confirm'],
    ['prod', 'Prune=false', 'Prune=false,Delete=confirm'],
    ['dev', undefined, undefined],
    ['dev', BOTH, undefined],
    ['staging', `Validate=false,${BOTH}`, 'Validate=false'],
    [undefined, 'Prune=false', 'Prune=false'],
  ])('of %p with %p are %p', (stage, current, options) => {
    expect(confirmationOptions(stage, current)).toBe(options);
  });
});

describe('a claim that is built', () => {
  const annotationsOf = (stage: 'prod' | 'dev') =>
    buildClaim({
      namespace: 'team-a',
      parameters: { environmentID: 'churn', stage },
      annotations: { 'example.com/note': 'x' },
    }).metadata.annotations;

  it('asks for confirmations in production only', () => {
    expect(annotationsOf('prod')).toEqual({
      [SYNC_OPTIONS]: BOTH,
      'example.com/note': 'x',
    });
    expect(annotationsOf('dev')).toEqual({ 'example.com/note': 'x' });
  });
});

describe('missingConfirmations', () => {
  const missing = (stage: 'prod' | 'dev', syncOptions?: string) => {
    const claim = aClaim({ stage });
    return missingConfirmations({
      ...claim,
      metadata: {
        ...claim.metadata,
        ...(syncOptions && { annotations: { [SYNC_OPTIONS]: syncOptions } }),
      },
    });
  };

  it('names what a claim in production lacks', () => {
    expect(missing('prod')).toEqual(['Prune=confirm', 'Delete=confirm']);
    expect(missing('prod', 'Prune=confirm')).toEqual(['Delete=confirm']);
    expect(missing('prod', 'Prune=true,Delete=false')).toEqual([
      'Prune=confirm',
    ]);
    expect(missing('prod', BOTH)).toEqual([]);
    expect(missing('dev')).toEqual([]);
  });
});

describe('asksForConfirmation', () => {
  it.each([
    ['Prune=confirm', true],
    ['ServerSideApply=true, Delete=confirm', true],
    ['Prune=false', false],
    [undefined, false],
  ])('%p: %p', (syncOptions, expected) => {
    const claim = aClaim();
    const annotations = syncOptions
      ? { [SYNC_OPTIONS]: syncOptions }
      : undefined;
    expect(
      asksForConfirmation({
        ...claim,
        metadata: { ...claim.metadata, annotations },
      }),
    ).toBe(expected);
  });
});
