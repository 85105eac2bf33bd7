import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ClaimsRepository } from './__testUtils__/ClaimsRepository';
import { claimText } from './__testUtils__/claimText';

const CHURN = 'environments/team-a/churn.yaml';
const FRAUD = 'environments/team-a/fraud.yaml';
const KUSTOMIZATION = 'environments/team-a/kustomization.yaml';

jest.setTimeout(60_000);

let repository: ClaimsRepository;

beforeEach(async () => {
  repository = await ClaimsRepository.create();
});

afterEach(() => repository.remove());

/** What the command says of a change, without the last line, which counts. */
async function findingsOf(
  before: Record<string, string>,
  change: Record<string, string | undefined>,
): Promise<string[]> {
  await repository.begin(before);
  await repository.write(change);
  await repository.commit();
  const { output } = await repository.check('--base', 'main');
  return output.slice(0, -1);
}

/** The line of a text that holds a word, counted from one. */
const lineOf = (text: string, word: string) =>
  text.split('\n').findIndex(line => line.includes(word)) + 1;

describe('mlflow-claims check', () => {
  it('lets pass what the wizard writes, in every stage', async () => {
    await repository.begin({ [CHURN]: claimText('churn') });
    await repository.write({
      [FRAUD]: claimText('fraud', { stage: 'prod', database: { tier: 'M30' } }),
      [CHURN]: claimText('churn', { stage: 'staging', costCenter: 'CC-1' }),
    });
    await repository.commit();
    expect(await repository.check('--base', 'main')).toEqual({
      exitCode: 0,
      output: ['2 files checked, 0 problems'],
      errors: [],
    });
  });

  it.each([
    ['dev-team-a-project', 'data-science-projects'],
    ['full', 'team-a'],
  ])('lets pass the example %s', async (example, namespace) => {
    const text = await readFile(
      join(__dirname, `../../../crossplane/examples/${example}.yaml`),
      'utf8',
    );
    const name = /^ {2}name: (.+)$/m.exec(text)?.[1];
    await repository.begin({
      [`environments/${namespace}/${name}.yaml`]: text,
    });
    expect((await repository.check()).output).toEqual([
      '1 file checked, 0 problems',
    ]);
  });

  it('says where a new claim breaks the definition', async () => {
    const text = claimText('fraud', {
      database: { tier: 'M99' as 'M10' },
      server: { replicas: 99 },
    });
    expect(await findingsOf({}, { [FRAUD]: text })).toEqual([
      `${FRAUD}:${lineOf(
        text,
        'M99',
      )}:13: spec.parameters.database.tier: must be one of Flex, M10, M20, M30, M40`,
      `${FRAUD}:${lineOf(
        text,
        'replicas',
      )}:17: spec.parameters.server.replicas: must be at most 10`,
    ]);
  });

  it('refuses what may not change, compared with where the branches parted', async () => {
    await repository.begin({
      [CHURN]: claimText('churn', { database: { tier: 'M20' } }),
    });
    await repository.write({
      [CHURN]: claimText('churn', {
        region: 'eu-central-1',
        database: { tier: 'M10' },
      }),
    });
    await repository.commit();
    // what happens on main meanwhile is not of this change
    await repository.git('switch', '--quiet', 'main');
    await repository.write({
      [CHURN]: claimText('churn', { region: 'eu-central-1' }),
      [FRAUD]: claimText('wrong'),
    });
    await repository.commit();
    await repository.git('switch', '--quiet', 'change');

    const { exitCode, output } = await repository.check('--base', 'main');
    expect(exitCode).toBe(1);
    expect(output).toEqual([
      expect.stringMatching(
        /churn\.yaml:12:13: spec\.parameters\.region: region is immutable/,
      ),
      expect.stringMatching(
        /churn\.yaml:14:13: spec\.parameters\.database\.tier: a dedicated tier can grow, not shrink/,
      ),
      '1 file checked, 2 problems',
    ]);
  });

  it.each([
    ['Flex', 'M10', 'a Flex cluster cannot become a dedicated one'],
    ['M10', 'Flex', 'a Flex cluster cannot become a dedicated one'],
  ] as const)('refuses to go from %s to %s', async (from, to, reason) => {
    const findings = await findingsOf(
      { [CHURN]: claimText('churn', { database: { tier: from } }) },
      { [CHURN]: claimText('churn', { database: { tier: to } }) },
    );
    expect(findings[0]).toContain(reason);
  });

  it('wants a claim where its name and its namespace say', async () => {
    const findings = await findingsOf(
      {},
      {
        'environments/team-b/churn.yaml': claimText('churn'),
        [FRAUD]: claimText('fraud').replace('  namespace: team-a\n', ''),
      },
    );
    expect(findings).toEqual([
      expect.stringMatching(
        /^environments\/team-a\/fraud\.yaml:\d+:3: metadata\.namespace is required/,
      ),
      expect.stringContaining(
        'a claim for churn in team-a belongs at environments/team-a/churn.yaml',
      ),
      expect.stringContaining(
        "claim-path must be the claim's own path, environments/team-b/churn.yaml",
      ),
    ]);
  });

  it('wants a name once in the whole repository', async () => {
    const findings = await findingsOf(
      { [CHURN]: claimText('churn') },
      {
        'environments/team-b/churn.yaml': claimText('churn', {
          namespace: 'team-b',
        }),
      },
    );
    expect(findings).toEqual([
      `environments/team-b/churn.yaml:4:9: the name churn is taken, ${CHURN} asks for it: choose another one`,
    ]);
  });

  it('lets a claim move to another namespace and says what that does', async () => {
    const findings = await findingsOf(
      { [CHURN]: claimText('churn') },
      {
        [CHURN]: undefined,
        'environments/team-b/churn.yaml': claimText('churn', {
          namespace: 'team-b',
        }),
      },
    );
    expect(findings).toEqual([
      `${CHURN}:1:1: note: takes away the dev environment team-a/churn; its database and its bucket are kept, and go on costing money`,
    ]);
  });

  it('wants one claim a file, and nothing but claims', async () => {
    const findings = await findingsOf(
      {},
      {
        [CHURN]: [
          claimText('churn'),
          claimText('fraud'),
          'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\n',
        ].join('---\n'),
      },
    );
    expect(findings).toEqual([
      expect.stringContaining('is another claim in the same file'),
      expect.stringContaining('a claim for fraud in team-a belongs at'),
      expect.stringContaining('claim-path must be'),
      expect.stringContaining('Secret does not belong among the claims'),
    ]);
  });

  it('wants confirmations for production', async () => {
    const careless = claimText('churn', { stage: 'prod' }).replace(
      'Prune=confirm,',
      '',
    );
    expect(await findingsOf({}, { [CHURN]: careless })).toEqual([
      expect.stringMatching(
        /a prod environment must not go without a confirmation: add Prune=confirm to the annotation argocd\.argoproj\.io\/sync-options$/,
      ),
    ]);
  });

  it('lets a prod environment go only when its claim asked for a confirmation', async () => {
    const careful = claimText('churn', { stage: 'prod' });
    const careless = claimText('fraud', { stage: 'prod' }).replace(
      /.*sync-options.*\n/,
      '',
    );
    const findings = await findingsOf(
      { [CHURN]: careful, [FRAUD]: careless },
      { [CHURN]: undefined, [FRAUD]: undefined },
    );
    expect(findings).toEqual([
      expect.stringMatching(/churn\.yaml:1:1: note: takes away the prod/),
      expect.stringMatching(
        /fraud\.yaml:1:1: the prod environment team-a\/fraud would go without a confirmation/,
      ),
    ]);
  });

  it('says when data goes with an environment', async () => {
    const findings = await findingsOf(
      { [CHURN]: claimText('churn', { deletionPolicy: 'Delete' }) },
      { [CHURN]: undefined },
    );
    expect(findings).toEqual([
      expect.stringContaining('are deleted with everything in them'),
    ]);
  });

  it('wants kustomization.yaml and the folder to agree', async () => {
    const findings = await findingsOf(
      {
        [CHURN]: claimText('churn'),
        [KUSTOMIZATION]: 'resources:\n  - churn.yaml\n',
      },
      { [CHURN]: undefined, [FRAUD]: claimText('fraud') },
    );
    expect(findings).toEqual([
      expect.stringContaining('note: takes away'),
      `${KUSTOMIZATION}:1:1: does not list fraud.yaml, which would therefore not be applied: add it to resources`,
      `${KUSTOMIZATION}:2:5: lists churn.yaml, which is not there: nothing in this folder would be applied any more`,
    ]);
  });

  it('lets a kustomization list folders and files of claims', async () => {
    const findings = await findingsOf(
      { [CHURN]: claimText('churn') },
      {
        'environments/kustomization.yaml': 'resources: [team-a]\n',
        [KUSTOMIZATION]: 'labels: []\nresources: [./churn.yaml]\n',
      },
    );
    expect(findings).toEqual([]);
  });

  it('lets no kustomization bring in or change what was not checked', async () => {
    const findings = await findingsOf(
      { [CHURN]: claimText('churn') },
      {
        'environments/kustomization.yaml':
          'resources:\n  - ../common\n  - https://example.com/base\npatches: []\n',
      },
    );
    expect(findings).toEqual([
      'environments/kustomization.yaml:2:5: lists ../common, which is not among the claims: nobody checks what it brings in',
      'environments/kustomization.yaml:3:5: lists https://example.com/base, which is not among the claims: nobody checks what it brings in',
      'environments/kustomization.yaml:4:1: patches changes claims after they were checked: write what is meant into the claims',
    ]);
  });

  it('finds passwords in annotations and repositories that are none', async () => {
    const findings = await findingsOf(
      {},
      {
        [CHURN]: claimText('churn', {
          annotations: {
            'mlops.example.com/claim-repository':
              'https://bot:hunter2@git.example.com/claims.git',
          },
        }),
        [FRAUD]: claimText('fraud', {
          annotations: { 'mlops.example.com/claim-repository': 'git@host:x' },
        }),
      },
    );
    expect(findings).toEqual([
      expect.stringContaining('has a password in its URL'),
      expect.stringContaining('must be the http(s) URL'),
    ]);
    expect(findings.join()).not.toContain('hunter2');
  });

  it('follows no link and reads nothing that is no text', async () => {
    await repository.begin({});
    await repository.write({ 'environments/team-a/big.yaml': '# ' });
    await repository.link(CHURN, '/etc/passwd');
    await repository.write({ [FRAUD]: 'a: "\u0000' });
    await repository.commit();
    const { output } = await repository.check('--base', 'main');
    expect(output.join()).not.toContain('root');
    expect(output[0]).toBe(
      `${CHURN}:1:1: is a link or a folder, put the claim itself here`,
    );
    expect(output[1]).toMatch(/fraud\.yaml:\d+:\d+: /);
  });

  it('checks what is not committed yet', async () => {
    await repository.begin({});
    await repository.write({ [CHURN]: claimText('other') });
    const { exitCode, output } = await repository.check('--base', 'main');
    expect(exitCode).toBe(1);
    expect(output[0]).toContain('a claim for other in team-a belongs at');
  });

  it('leaves what did not change alone, and checks everything without a base', async () => {
    const wrong = { [CHURN]: claimText('churn', { stage: 'x' as 'dev' }) };
    expect(await findingsOf(wrong, { [FRAUD]: claimText('fraud') })).toEqual(
      [],
    );
    const { exitCode, output } = await repository.check();
    expect(exitCode).toBe(1);
    expect(output.at(-1)).toBe('2 files checked, 1 problem');
  });

  it('takes claims at the root of a repository', async () => {
    await repository.begin({});
    await repository.write({
      'team-a/churn.yaml': claimText('churn', {
        annotations: { 'mlops.example.com/claim-path': 'team-a/churn.yaml' },
      }),
    });
    expect((await repository.check('.')).exitCode).toBe(0);
  });

  it('annotates a pull request on GitHub', async () => {
    await repository.begin({});
    await repository.write({
      'environments/team-a/a,b.yaml': claimText('churn'),
    });
    const { output } = await repository.check('--format', 'github');
    expect(output[0]).toBe(
      '::error file=environments/team-a/a%2Cb.yaml,line=4,col=9::a claim for churn in team-a belongs at environments/team-a/churn.yaml',
    );
  });
});

describe('mlflow-claims', () => {
  it('runs as a command and ends with what it found', async () => {
    await repository.begin({ [CHURN]: claimText('fraud') });
    const command = join(__dirname, '../bin/mlflow-claims');
    const ended = promisify(execFile)(process.execPath, [command, 'check'], {
      cwd: repository.folder,
    });
    await expect(ended).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('a claim for fraud in team-a belongs at'),
      stderr: '',
    });
  }, 60_000);

  it('explains itself', async () => {
    const { exitCode, output } = await repository.run('--help');
    expect(exitCode).toBe(0);
    expect(output[0]).toMatch(/^Usage: mlflow-claims check/);
  });

  it.each([
    [['frob'], 'Usage'],
    [['check', 'a', 'b'], 'Usage'],
    [['check', '--nope'], "Unknown option '--nope'"],
    [['check', '--format', 'xml'], '--format xml is unknown'],
    [['check', '/'], 'is not in the repository'],
    [['check', 'elsewhere'], 'there are no claims below elsewhere'],
    [['check', '--base', 'nowhere'], 'fetch-depth: 0'],
    [['check', '--base=--all'], 'nothing to compare with: --all'],
  ])('says what is wrong with %j', async (args, reason) => {
    await repository.begin({ [CHURN]: claimText('churn') });
    const { exitCode, output, errors } = await repository.run(...args);
    expect(exitCode).toBe(2);
    expect(output).toEqual([]);
    expect(errors.join()).toContain(reason);
  });
});
