import { at, DEFINITIONS, WIDGETS, type Testbed } from './testbed';
import type { Answer } from './server';

/** The causes of a refusal, as `field: message`. */
function causes({ body }: Answer): string[] {
  const list = at(body, 'details', 'causes');
  return Array.isArray(list)
    ? list.map(cause => `${at(cause, 'field')}: ${at(cause, 'message')}`)
    : [];
}

const UNCHECKED =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

/** Custom resources against their schema. */
export function describeSchemas(use: () => Testbed): void {
  const tryWidget = (name: string, spec: object) =>
    use().server.post(`${use().widgets}?dryRun=All`, use().widget(name, spec));

  const tryDefinition = (schema: object) =>
    use().server.post(`${DEFINITIONS}?dryRun=All`, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'trials.contract.mlops.example.com' },
      spec: {
        group: 'contract.mlops.example.com',
        scope: 'Namespaced',
        names: { plural: 'trials', kind: 'Trial' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: schema },
          },
        ],
      },
    });
  /** A definition of a kind whose spec has one field. */
  const tryField = (field: object) =>
    tryDefinition({
      type: 'object',
      properties: { spec: { type: 'object', properties: { field } } },
    });
  const FIELD =
    'spec.validation.openAPIV3Schema.properties[spec].properties[field]';

  describe('definitions of custom resources', () => {
    it.each([
      [
        {},
        'type: Required value: must not be empty for specified object fields',
      ],
      [
        { type: 'odd' },
        'type: Unsupported value: "odd": supported values: "array", "boolean", "integer", "number", "object", "string"',
      ],
      [{ type: 'array' }, 'items: Required value: must be specified'],
      [
        { type: 'string', default: 5 },
        'default: Invalid value: "integer":  in body must be of type string: "integer"',
      ],
      [
        {
          type: 'array',
          items: { type: 'object', properties: { a: { type: 'string' } } },
          'x-kubernetes-list-type': 'map',
        },
        'x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map',
      ],
      [
        {
          type: 'object',
          properties: { a: { type: 'string' } },
          additionalProperties: { type: 'string' },
        },
        'additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive',
      ],
      [
        { type: 'string', 'x-kubernetes-validations': [{ rule: '' }] },
        'x-kubernetes-validations[0].rule: Required value: rule is not specified',
      ],
      [
        {
          type: 'object',
          properties: { a: { type: 'string' } },
          'x-kubernetes-validations': [{ rule: 'true', fieldPath: '.b' }],
        },
        'x-kubernetes-validations[0].fieldPath: Invalid value: ".b": must be a valid path',
      ],
    ])('have no fields such as %j', async (field, expected) => {
      const answer = await tryField(field);
      expect(answer.code).toBe(422);
      expect(causes(answer)).toContain(`${FIELD}.${expected}`);
    });

    it('keep their group, scope and names', async () => {
      const path = `${DEFINITIONS}/${WIDGETS}?dryRun=All`;
      for (const [spec, field] of [
        [{ scope: 'Cluster' }, 'spec.scope: Invalid value: "Cluster"'],
        [
          { names: { kind: 'Other' } },
          'spec.names.kind: Invalid value: "Other"',
        ],
      ] as const) {
        const answer = await use().server.merge(path, { spec });
        expect(answer.code).toBe(422);
        expect(causes(answer)).toEqual([`${field}: field is immutable`]);
      }
    });

    const string = { type: 'string' };
    const ruled = (schema: object, rule: string) => ({
      ...schema,
      'x-kubernetes-validations': [{ rule }],
    });
    const nested = 'self.all(x, self.all(y, x == y || x != y))';
    it.each([
      [ruled(string, 'self == oldSelf')],
      [ruled(string, "self.contains('x')")],
      [
        ruled(
          {
            type: 'array',
            maxItems: 10,
            items: { ...string, maxLength: 10 },
          },
          nested,
        ),
      ],
    ])('may have rules that stay cheap: %j', async field => {
      expect((await tryField(field)).code).toBe(201);
    });

    it.each([
      [
        '4.0x',
        {
          type: 'array',
          maxItems: 50_000,
          items: ruled(
            { ...string, maxLength: 1_000 },
            "self.matches('^[a-z]+$')",
          ),
        },
      ],
      [
        '6.4x',
        ruled(
          {
            type: 'object',
            properties: {
              a: { ...string, maxLength: 20_000 },
              b: { ...string, maxLength: 20_000 },
            },
          },
          'self.a.contains(self.b)',
        ),
      ],
    ])(
      'have no rules that could cost too much, here %s: %j',
      async (factor, field) => {
        const { code, body } = await tryField(field);
        expect(code).toBe(422);
        expect(body.message).toContain(
          `estimated rule cost exceeds budget by factor of ${factor} `,
        );
      },
    );

    it.each([
      [ruled({ type: 'array', items: string }, nested), ''],
      [{ type: 'array', items: ruled(string, "self.contains('x')") }, '.items'],
      [
        {
          type: 'object',
          additionalProperties: ruled(string, "self.contains('x')"),
        },
        '.additionalProperties',
      ],
      [
        ruled(
          { type: 'object', properties: { a: string } },
          "[self.a, 'x'].indexOf('x') >= 0",
        ),
        '',
      ],
    ])('have no rules that could cost too much: %j', async (field, below) => {
      const answer = await tryField(field);
      expect(answer.code).toBe(422);
      expect(causes(answer)).toContain(
        `${FIELD}${below}.x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`,
      );
    });
  });

  describe('schemas of custom resources', () => {
    it('fill in defaults, nested ones too', async () => {
      const { body } = await tryWidget('w', {
        size: 1,
        parts: [{ name: 'a' }],
      });
      expect(body.spec).toEqual({
        size: 1,
        mode: 'slow',
        nested: { depth: 3 },
        parts: [{ name: 'a', weight: 1 }],
      });
    });

    it('fill in a default where null is not allowed', async () => {
      const { body } = await tryWidget('w', { size: 1, mode: null });
      expect(at(body, 'spec', 'mode')).toBe('slow');
    });

    it('drop unknown fields, with a warning', async () => {
      const { body, headers } = await tryWidget('w', {
        size: 1,
        extra: true,
        nested: { free: { any: [1] }, more: 1 },
      });
      expect(body.spec).toEqual({
        size: 1,
        mode: 'slow',
        nested: { depth: 3, free: { any: [1] } },
      });
      expect(headers.warning).toContain('unknown field \\"spec.extra\\"');
      expect(headers.warning).toContain('unknown field \\"spec.nested.more\\"');
    });

    it('refuse unknown fields when that is asked for', async () => {
      const { code, body } = await use().server.post(
        `${use().widgets}?fieldValidation=Strict`,
        use().widget('w', { size: 1, extra: true }),
      );
      expect({ code, message: body.message }).toEqual({
        code: 400,
        message:
          'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.extra"',
      });
    });

    it.each([
      [{}, ['spec.size: Required value', UNCHECKED]],
      [
        { size: 'x' },
        [
          'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"',
          UNCHECKED,
        ],
      ],
      [
        { size: 0 },
        [
          'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1',
        ],
      ],
      [
        { size: 11 },
        [
          'spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10',
        ],
      ],
      [
        { size: 1, mode: 'odd' },
        [
          'spec.mode: Unsupported value: "odd": supported values: "fast", "slow"',
          UNCHECKED,
        ],
      ],
      [
        { size: 1, label: 'longer' },
        ['spec.label: Too long: may not be more than 5 bytes', UNCHECKED],
      ],
      [
        { size: 1, label: 'A' },
        [
          `spec.label: Invalid value: "A": spec.label in body should match '^[a-z]*$'`,
        ],
      ],
      [
        { size: 1, parts: [{ name: 'a' }, { name: 'a' }] },
        ['spec.parts[1]: Duplicate value: {"name":"a"}'],
      ],
      [{ size: 1, names: ['a', 'a'] }, ['spec.names[1]: Duplicate value: "a"']],
    ])('refuse %j', async (spec, expected) => {
      const answer = await tryWidget('w', spec);
      expect(answer).toMatchObject({
        code: 422,
        body: {
          kind: 'Status',
          status: 'Failure',
          reason: 'Invalid',
          details: {
            name: 'w',
            group: 'contract.mlops.example.com',
            kind: 'Widget',
          },
        },
      });
      expect(causes(answer)).toEqual(expected);
    });

    it('say everything in one message', async () => {
      const { body } = await tryWidget('w', { size: 0, min: 7 });
      expect(body.message).toBe(
        'Widget.contract.mlops.example.com "w" is invalid: [spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1, spec: Invalid value: "object": min must not exceed size]',
      );
    });
  });

  describe('rules of custom resources', () => {
    it('are named with their field and message', async () => {
      const answer = await tryWidget('w', { size: 1, min: 2 });
      expect(answer.code).toBe(422);
      expect(causes(answer)).toEqual([
        'spec: Invalid value: "object": min must not exceed size',
      ]);
    });

    it('may compute their message', async () => {
      const answer = await tryWidget('w', { size: 6, min: 7 });
      expect(causes(answer)).toEqual([
        'spec: Invalid value: "object": min exceeds a large size',
      ]);
    });

    it('may speak of the name', async () => {
      const answer = await tryWidget('x', { size: 1 });
      expect(causes(answer)).toEqual([
        '<nil>: Invalid value: "object": the name must start with w',
      ]);
    });

    it('compare with what was before on an update only', async () => {
      const { server, widgets } = use();
      await use().createWidget('w-region', { size: 1, region: 'here' });
      const answer = await server.merge(`${widgets}/w-region`, {
        spec: { region: 'there' },
      });
      expect(answer.code).toBe(422);
      expect(causes(answer)).toEqual([
        'spec.region: Invalid value: "string": region is immutable',
      ]);
    });

    it('refuse a definition whose rule cannot be read', async () => {
      const { code, body } = await tryDefinition({
        type: 'object',
        'x-kubernetes-validations': [{ rule: 'nobody > 1' }],
      });
      expect(code).toBe(422);
      expect(body.message).toContain('compilation failed');
    });
  });
}
