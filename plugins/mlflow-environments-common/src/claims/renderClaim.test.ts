import fc from 'fast-check';
import { parse } from 'yaml';
import { buildClaim } from './buildClaim';
import { parseClaim } from './parseClaim';
import { renderClaim } from './renderClaim';
import { ClaimParameters } from './types';
import { validateClaim } from './validateClaim';

const render = (parameters: ClaimParameters) =>
  renderClaim(buildClaim({ namespace: 'team-a', parameters }));

describe('a claim that is built and rendered', () => {
  it('holds what the user set, in the order of the definition, and nothing else', () => {
    const text = renderClaim(
      buildClaim({
        namespace: 'team-a',
        parameters: {
          owner: 'team-a',
          database: { allowedCidrs: [], tier: 'M20' },
          costCenter: '',
          environmentID: 'churn',
          server: { resources: { requests: {} } },
          stage: 'staging',
        },
        annotations: {
          'mlops.example.com/claim-repository': 'http://git.example.com/c.git',
          'mlops.example.com/claim-path': 'environments/team-a/churn.yaml',
        },
      }),
    );
    expect(text).toBe(
      [
        'apiVersion: mlops.example.com/v1alpha1',
        'kind: MLflowEnvironment',
        'metadata:',
        '  name: churn',
        '  namespace: team-a',
        '  annotations:',
        '    mlops.example.com/claim-path: environments/team-a/churn.yaml',
        '    mlops.example.com/claim-repository: http://git.example.com/c.git',
        'spec:',
        '  parameters:',
        '    environmentID: churn',
        '    stage: staging',
        '    owner: team-a',
        '    database:',
        '      tier: M20',
        '',
      ].join('\n'),
    );
  });

  it('keeps false and zero, which are answers', () => {
    const { spec } = buildClaim({
      namespace: 'team-a',
      parameters: {
        environmentID: 'a',
        observability: { metrics: false },
        server: { replicas: 0 },
      },
    });
    expect(spec.parameters).toEqual({
      environmentID: 'a',
      observability: { metrics: false },
      server: { replicas: 0 },
    });
  });

  it.each([
    'yes',
    'no',
    'on',
    'y',
    'null',
    '~',
    '0123',
    '0x1f',
    '1_000',
    '1e3',
    '12:30:45',
    '2026-11-24',
    '=',
    '<<',
    'a: b',
    'a #b',
    '- a',
    '{{ .Values.x }}',
    '${{ secrets.TOKEN }}',
    '*alias',
    '&anchor',
    '!!binary aGk=',
    '|',
    '>',
    '"',
    "'",
    '%TAG',
    '@',
    '`',
    '---',
    '...',
    'x\nspec:\n  parameters: {}',
    'trailing ',
    ' leading',
    '\ttab',
    '\u0085next\u2028line',
    '🤖',
  ])('carries the text %p as text, in YAML 1.1 and 1.2', hostile => {
    const text = render({
      environmentID: 'churn',
      owner: hostile,
      costCenter: hostile,
      database: { allowedCidrs: [hostile], version: hostile },
    });
    for (const version of ['1.1', '1.2'] as const) {
      expect(parse(text, { version }).spec.parameters).toEqual({
        environmentID: 'churn',
        owner: hostile,
        costCenter: hostile,
        database: { version: hostile, allowedCidrs: [hostile] },
      });
    }
  });

  it('comes back the same whatever its fields hold', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(text, text, text, (name, owner, costCenter) => {
        const claim = buildClaim({
          namespace: 'team-a',
          parameters: { environmentID: name, owner, costCenter },
          annotations: { 'example.com/note': owner },
        });
        expect(parseClaim(renderClaim(claim), 'claim.yaml')).toEqual(claim);
      }),
    );
  });

  it('is valid when the answers are', () => {
    expect(
      validateClaim(
        buildClaim({
          namespace: 'team-a',
          parameters: { environmentID: 'churn', owner: 'group:default/team-a' },
        }),
      ),
    ).toEqual([]);
  });
});
