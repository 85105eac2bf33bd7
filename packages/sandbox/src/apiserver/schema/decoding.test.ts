import type { JsonValue } from '../model/objects';
import { builtinSchema } from '../resources/builtinSchemas';
import { decodeTyped } from './decoding';

const decodeDeployment = (spec: { [field: string]: JsonValue }) =>
  decodeTyped({ spec }, builtinSchema('Deployment'), 'Deployment');

describe('decodeTyped', () => {
  it('reads quantities that are numbers', () => {
    const containers = (cpu: JsonValue) => ({
      template: {
        spec: { containers: [{ resources: { requests: { cpu } } }] },
      },
    });
    expect(decodeDeployment(containers(1))).toEqual({ spec: containers('1') });
  });

  it('takes null for nothing', () => {
    expect(decodeDeployment({ replicas: null, paused: true })).toEqual({
      spec: { paused: true },
    });
  });

  it.each<[{ [field: string]: JsonValue }, string]>([
    [
      { replicas: 'x' },
      'unmarshal string into Go struct field Deployment.spec.replicas of type int32',
    ],
    [
      { paused: 'yes' },
      'unmarshal string into Go struct field Deployment.spec.paused of type bool',
    ],
    [
      { selector: [] },
      'unmarshal array into Go struct field Deployment.spec.selector of type object',
    ],
    [
      { template: { metadata: { labels: { a: true } } } },
      'unmarshal bool into Go struct field Deployment.spec.template.metadata.labels of type string',
    ],
  ])('refuses %j', (spec, message) => {
    expect(() => decodeDeployment(spec)).toThrow(message);
  });

  it('wants data encoded', () => {
    expect(() =>
      decodeTyped({ data: { a: '!' } }, builtinSchema('Secret'), 'Secret'),
    ).toThrow('illegal base64 data at input byte 0');
  });
});
