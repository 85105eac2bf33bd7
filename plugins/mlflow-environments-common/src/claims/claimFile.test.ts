import { readClaimFile } from './claimFile';
import { formatFileProblem } from './parseClaim';

const text = `# of team a
apiVersion: mlops.example.com/v1alpha1
kind: MLflowEnvironment
metadata:
  name: churn
  namespace: team-a
  annotations:
    example.com/note: x
spec:
  parameters:
    environmentID: churn
    region: us-east-1
    database:
      tier: M20
      allowedCidrs:
        - 198.51.100.0/24
        - 300.0.0.0/8
`;

function only(content: string) {
  const { claims } = readClaimFile(content, 'c.yaml');
  expect(claims).toHaveLength(1);
  return claims[0];
}

describe('readClaimFile', () => {
  it('says where a claim breaks the definition', () => {
    expect(only(text).validate().map(formatFileProblem)).toEqual([
      'c.yaml:17:11: spec.parameters.database.allowedCidrs[1]: must be an IPv4 network like 203.0.113.0/24',
    ]);
  });

  it('says where a change of a claim is not allowed', () => {
    const fixed = text.replace('300.0.0.0', '10.0.0.0');
    const moved = only(fixed.replace('us-east-1', 'us-west-2'));
    expect(moved.validate().map(formatFileProblem)).toEqual([]);
    expect(moved.validate(only(fixed).claim).map(formatFileProblem)).toEqual([
      'c.yaml:12:13: spec.parameters.region: region is immutable, the data would stay behind',
    ]);
  });

  it('points at the closest that is written of a field', () => {
    const { problemAt } = only(text);
    const placeOf = (...field: (string | number)[]) =>
      formatFileProblem(problemAt(field, 'x'));
    expect(placeOf('metadata', 'annotations', 'example.com/note')).toBe(
      'c.yaml:8:23: x',
    );
    expect(placeOf('metadata', 'annotations', 'other')).toBe('c.yaml:8:5: x');
    expect(placeOf('spec', 'parameters', 'server', 'version')).toBe(
      'c.yaml:11:5: x',
    );
    expect(placeOf()).toBe('c.yaml:2:1: x');
  });

  it('names what else a file holds', () => {
    const { claims, others, problems } = readClaimFile(
      `${text}---\napiVersion: v1\nkind: Secret\n---\na: 1\n---\n`,
      'c.yaml',
    );
    expect(claims).toHaveLength(1);
    expect(others).toEqual([
      { kind: 'Secret', line: 19, column: 1 },
      { kind: 'mapping without a kind', line: 22, column: 1 },
    ]);
    expect(problems).toEqual([]);
  });
});
