import fc from 'fast-check';
import { formatFileProblem, parseClaim, parseClaims } from './parseClaim';

const article = `apiVersion: mlops.example.com/v1alpha1
kind: MLflowEnvironment
metadata:
  name: dev-team-a-project
  namespace: data-science-projects
spec:
  parameters:
    environmentID: "dev-team-a-project"
    region: "us-west-2"
    deletionPolicy: Delete
`;

const problemsOf = (text: string) =>
  parseClaims(text, 'c.yaml').problems.map(formatFileProblem);

describe('parseClaims', () => {
  it('reads a claim', () => {
    expect(parseClaim(article, 'c.yaml')).toMatchObject({
      metadata: { name: 'dev-team-a-project' },
      spec: { parameters: { region: 'us-west-2' } },
    });
  });

  it('reads every claim of a file and passes over other kinds', () => {
    const text = [
      '# claims of team a',
      article,
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n',
      article.replace(/dev-team-a-project/g, 'second'),
      '',
    ].join('---\n');
    const { claims, problems } = parseClaims(text, 'c.yaml');
    expect(problems).toEqual([]);
    expect(claims.map(({ metadata }) => metadata.name)).toEqual([
      'dev-team-a-project',
      'second',
    ]);
    expect(() => parseClaim(text, 'c.yaml')).toThrow(
      'c.yaml: holds 2 environments (dev-team-a-project, second) where one is expected',
    );
  });

  it('knows nothing to complain about in an empty file', () => {
    for (const text of ['', '\n', '---\n', '# only a comment\n']) {
      expect(parseClaims(text, 'c.yaml')).toEqual({ claims: [], problems: [] });
    }
    expect(() => parseClaim('', 'c.yaml')).toThrow(
      'c.yaml: holds no MLflowEnvironment',
    );
  });

  it('says line and column of what is not YAML', () => {
    const [problem] = problemsOf(
      article.replace('region: "us', 'region: "x" "us'),
    );
    expect(problem).toMatch(/^c\.yaml:9:\d+: /);
  });

  it('says where a field is given twice', () => {
    const [problem] = problemsOf(`${article}    region: eu-west-1\n`);
    expect(problem).toMatch(/^c\.yaml:11:5: .*unique/);
  });

  it.each([
    ['a list', '- a\n- b\n', 'c.yaml:1:1: is not a Kubernetes object'],
    ['a sentence', 'please give me mlflow\n', 'c.yaml:1:1: is not a Kubern'],
    [
      'another version',
      article.replace('v1alpha1', 'v1'),
      'c.yaml:1:13: apiVersion of a claim is mlops.example.com/v1alpha1',
    ],
    [
      'the kind of older claims',
      article.replace(
        'kind: MLflowEnvironment',
        'kind: MLflowEnvironmentClaim',
      ),
      'c.yaml:2:7: kind MLflowEnvironmentClaim is unknown',
    ],
    [
      'no name',
      article.replace('  name: dev-team-a-project\n', ''),
      'c.yaml:4:3: metadata.name must be a non-empty string',
    ],
    [
      'a name that is a number',
      article.replace('name: dev-team-a-project', 'name: 42'),
      'c.yaml:4:9: metadata.name',
    ],
    [
      'a namespace that YAML reads as a boolean',
      article.replace('data-science-projects', 'off'),
      'c.yaml:5:14: metadata.namespace must be a string',
    ],
    [
      'parameters that are a list',
      article.replace(/parameters:[^]*/, 'parameters: [a]\n'),
      'c.yaml:7:15: spec.parameters must be a mapping',
    ],
    [
      'no spec',
      article.replace(/spec:[^]*/, ''),
      'c.yaml:1:1: spec.parameters must be a mapping',
    ],
    [
      'metadata that is a text',
      article.replace(/metadata:[^]*spec:/, 'metadata: x\nspec:'),
      'c.yaml:3:11: metadata must be a mapping',
    ],
    [
      'annotations that are no texts',
      article.replace('spec:', '  annotations: {a: 1}\nspec:'),
      'c.yaml:6:16: metadata.annotations must be a mapping of strings',
    ],
    [
      'an alias to nothing',
      article.replace('"us-west-2"', '*region'),
      'c.yaml:',
    ],
  ])('says where the nonsense is: %s', (_, text, message) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
    expect(() => parseClaim(text, 'c.yaml')).toThrow(message);
  });

  it('does not unfold a file of aliases without end', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `a${i}: &a${i} [${Array(12).fill(i ? `*a${i - 1}` : 'x')}]`,
    );
    const text = `kind: MLflowEnvironment\n${levels.join('\n')}\n`;
    expect(problemsOf(text)).toEqual([
      expect.stringContaining('Excessive alias count'),
    ]);
  });

  it('never throws, and places every problem inside the file', () => {
    const line = fc.constantFrom(
      ...article.split('\n'),
      '---',
      '...',
      '  - x: [',
      '\t',
      '&a *a',
      '? !!set',
      '"',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), lines => {
        const text = lines.join('\n');
        for (const problem of parseClaims(text, 'c.yaml').problems) {
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.line).toBeLessThanOrEqual(lines.length + 1);
          expect(problem.column).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });
});
