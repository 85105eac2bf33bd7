import fc from 'fast-check';
import { parse } from 'yaml';
import { renderClaim } from './renderClaim';
import { aClaim } from './__testUtils__/aClaim';
import { updateClaimText } from './updateClaim';

const text = `# asked for by Ada
apiVersion: mlops.example.com/v1alpha1
kind: MLflowEnvironment
metadata:
  name: churn
  namespace: team-a
  labels: {keep: me}
spec:
  # do not touch: see the runbook
  parameters:
    environmentID: churn
    stage: dev # for now
    database:
      tier: M10
      allowedCidrs:
      - 10.0.0.0/8 # office
  futureField: kept
`;

describe('updateClaimText', () => {
  it('changes nothing but what it was asked to', () => {
    expect(
      updateClaimText(text, {
        parameters: { stage: 'staging', database: { tier: 'M20' } },
      }),
    ).toBe(text.replace('stage: dev', 'stage: staging').replace('M10', 'M20'));
  });

  it('gives the text back as it was when nothing is to change', () => {
    expect(updateClaimText(text, {})).toBe(text);
  });

  it('adds what is new and removes what is null', () => {
    const result = updateClaimText(text, {
      parameters: {
        owner: 'yes',
        server: { replicas: 2, version: null },
        database: { allowedCidrs: null },
        costCenter: null,
      },
      annotations: { 'example.com/x': '1', 'example.com/y': null },
    });
    expect(result).toContain('# do not touch: see the runbook');
    expect(parse(result, { version: '1.1' })).toMatchObject({
      metadata: { annotations: { 'example.com/x': '1' } },
      spec: {
        parameters: {
          environmentID: 'churn',
          stage: 'dev',
          database: { tier: 'M10' },
          owner: 'yes',
          server: { replicas: 2 },
        },
      },
    });
    expect(result).not.toMatch(/allowedCidrs|costCenter|null/);
  });

  it('leaves the other documents of the file alone', () => {
    const other = '# theirs\napiVersion: v1\nkind: ConfigMap\ndata: {a: "1"}\n';
    expect(
      updateClaimText(`${other}---\n${text}`, {
        parameters: { stage: 'prod' },
      }),
    ).toBe(`${other}---\n${text.replace('stage: dev', 'stage: prod')}`);
  });

  it('keeps the line ends of another system', () => {
    const crlf = text.replace(/\n/g, '\r\n');
    expect(updateClaimText(crlf, { parameters: { stage: 'prod' } })).toBe(
      crlf.replace('stage: dev', 'stage: prod'),
    );
  });

  it.each([
    ['nothing', ''],
    ['another kind', 'kind: ConfigMap\n'],
    ['two claims', `${text}---\n${text}`],
    ['what is not YAML', 'a: [\n'],
    [
      'parameters that are an alias',
      'x: &p {stage: dev}\nkind: MLflowEnvironment\nspec:\n  parameters: *p\n',
    ],
  ])('refuses %s', (_, content) => {
    expect(() =>
      updateClaimText(content, { parameters: { stage: 'prod' } }),
    ).toThrow(/claim/i);
  });

  it('writes any text so that it is read as that text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), owner => {
        const result = updateClaimText(renderClaim(aClaim({ owner: 'a' })), {
          parameters: { owner },
        });
        expect(parse(result).spec.parameters.owner).toBe(owner);
      }),
    );
  });
});
