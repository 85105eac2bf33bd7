import {
  ClaimParameters,
  parseClaim,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { InputError } from '@backstage/errors';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { ClaimTarget } from '../config/ClaimTarget';
import { PreparedClaim, prepareClaim } from './prepareClaim';

const target: ClaimTarget = {
  name: 'demo',
  cluster: 'sandbox',
  cloneUrl: 'https://git.example.com/claims.git',
  branch: 'main',
  path: 'environments',
  namespaces: ['team-a'],
  publish: 'push',
};

const prepare = (parameters: object, namespace = 'team-a') =>
  prepareClaim([target], {
    namespace,
    parameters: { environmentID: 'churn', ...parameters },
  });

/** Text that YAML could take for something else, or that could end a string, a document or a line. */
const hostileText = fc
  .array(
    fc.constantFrom(
      ...["'", '"', ': ', ' #', '- ', '? ', '&a', '*a', '!!int ', '|', '>'],
      ...['%', '@', '`', '{', '}', '[', ']', ',', '---', '...', '<<', '\\n'],
      ...['yes', 'No', 'null', '~', '0x1f', '1e3', '08', '2026-11-01', '.inf'],
      ...['${{ secrets.token }}', ' ', 'é', '😀', '\u2028', '\ufeff', 'a'],
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map(parts => parts.join(''))
  .filter(text => text.length <= 60);

/** What a function returns, or the message of its error. */
function outcome(attempt: () => string): string {
  try {
    return attempt();
  } catch (error) {
    return error instanceof InputError ? error.message : `crashed: ${error}`;
  }
}

/** Whether what is committed reads back as what was asked for. */
function committed({ text, claim }: PreparedClaim): string {
  return isDeepStrictEqual(parse(text), claim) ? 'unchanged' : text;
}

describe('prepareClaim', () => {
  it.each(['owner', 'costCenter'])('commits any %s as it was given', field => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string()), text => {
        fc.pre(text.length > 0 && text.length <= 64 && !/\p{Cc}/u.test(text));
        const prepared = prepare({ [field]: text });
        const parsed = parseClaim(prepared.text, prepared.claimPath);
        expect(parsed).toEqual(prepared.claim);
        expect(parsed.spec.parameters[field as 'owner']).toBe(text);
      }),
    );
  });

  it('lets no string of any field become anything but itself', () => {
    const fields: Array<(text: string) => Partial<ClaimParameters>> = [
      text => ({ region: text }),
      text => ({ stage: text as 'dev' }),
      text => ({ deletionPolicy: text as 'Orphan' }),
      text => ({ owner: text }),
      text => ({ costCenter: text }),
      text => ({ database: { tier: text as 'M10' } }),
      text => ({ database: { version: text } }),
      text => ({ database: { allowedCidrs: [text] } }),
      text => ({ server: { version: text } }),
      text => ({ server: { ingressHost: text } }),
      text => ({ server: { resources: { requests: { cpu: text } } } }),
      text => ({ server: { resources: { limits: { memory: text } } } }),
      text => ({ observability: { logs: text as 'None' } }),
      text => ({ reclaim: { projectId: text } }),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...fields), hostileText, (field, text) => {
        // What the definition doesn't allow is refused by its field, before it is written anywhere.
        expect(outcome(() => committed(prepare(field(text))))).toMatch(
          /^unchanged$|^The claim would be refused: spec\.parameters\./,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never leads out of the repository, whatever the names are', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '../..', 'a/../b', '.git', '/etc', 'a\\b', 'a%2fb'),
      fc.string(),
    );
    fc.assert(
      fc.property(part, part, (environmentID, namespace) => {
        const wanted = { ...target, namespaces: [namespace] };
        const prepareAny = () =>
          prepareClaim([wanted], {
            namespace,
            parameters: { environmentID },
          }).claimPath;
        expect(outcome(prepareAny)).toMatch(
          /^environments\/[a-z0-9-]+\/[a-z0-9-]+\.yaml$|can't be the name|is not the name of a namespace/,
        );
      }),
    );
  });

  it('puts claims into the root of a repository that has no folder for them', () => {
    const { claimPath } = prepareClaim([{ ...target, path: '' }], {
      namespace: 'team-a',
      parameters: { environmentID: 'churn' },
    });
    expect(claimPath).toBe('team-a/churn.yaml');
  });

  it('has Argo CD ask before an environment in production goes', () => {
    const syncOptions = (stage: string) =>
      prepare({ stage }).claim.metadata.annotations?.[
        'argocd.argoproj.io/sync-options'
      ];
    expect(syncOptions('prod')).toBe('Prune=confirm,Delete=confirm');
    expect(syncOptions('staging')).toBeUndefined();
  });

  it('leaves what was not answered to the platform', () => {
    const { claim } = prepare({
      owner: '',
      database: { tier: undefined },
      server: {},
    });
    expect(claim.spec.parameters).toEqual({ environmentID: 'churn' });
  });
});
