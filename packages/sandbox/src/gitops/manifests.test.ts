import fc from 'fast-check';
import { aClaimFile } from '../__testUtils__/claims';
import { readManifests } from './manifests';

const PATH = 'environments/team-a/churn.yaml';

describe('readManifests', () => {
  it('reads a claim and remembers its file', () => {
    const { manifests, problems } = readManifests([
      { path: PATH, content: aClaimFile('churn') },
    ]);

    expect(problems).toEqual([]);
    expect(manifests).toMatchObject([
      { path: PATH, namespace: 'team-a', name: 'churn' },
    ]);
  });

  it('reads all documents of a file', () => {
    const content = `${aClaimFile('a')}---\n${aClaimFile('b')}---\n`;

    const { manifests } = readManifests([{ path: PATH, content }]);

    expect(manifests.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it.each([
    [
      'another kind',
      PATH,
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n',
    ],
    [
      'a file that is no YAML by its name',
      'environments/README.md',
      '# Claims',
    ],
    ['an empty file', PATH, '# nothing here\n'],
  ])('leaves %s alone', (_, path, content) => {
    expect(readManifests([{ path, content }])).toEqual({
      manifests: [],
      problems: [],
    });
  });

  it.each([
    ['broken YAML', 'kind: [', /not valid YAML/],
    ['something else', '- just\n- a list\n', /no apiVersion and kind/],
    [
      'a claim without a namespace',
      'apiVersion: mlops.example.com/v1alpha1\nkind: MLflowEnvironment\nmetadata: {name: a}\n',
      /no metadata.name and metadata.namespace/,
    ],
  ])('reports %s by its file and goes on', (_, content, message) => {
    const other = { path: 'environments/b.yaml', content: aClaimFile('b') };

    const { manifests, problems } = readManifests([
      { path: PATH, content },
      other,
    ]);

    expect(problems).toMatchObject([
      { path: PATH, message: expect.stringMatching(message) },
    ]);
    expect(manifests).toMatchObject([{ name: 'b' }]);
  });

  it('lets the first of two claims of the same name win', () => {
    const content = aClaimFile('churn');

    const { manifests, problems } = readManifests([
      { path: PATH, content },
      { path: 'environments/copy.yaml', content },
    ]);

    expect(manifests).toMatchObject([{ path: PATH }]);
    expect(problems).toEqual([
      {
        path: 'environments/copy.yaml',
        message: `team-a/churn is claimed by ${PATH} already`,
      },
    ]);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string(), content => {
        const { manifests } = readManifests([{ path: PATH, content }]);
        expect(manifests).toEqual([]);
      }),
    );
  });
});
