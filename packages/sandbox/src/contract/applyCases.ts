import { at, type Testbed } from './testbed';
import type { JsonMap } from './server';

/** The managers of an object with the fields they manage. */
function managers(object: JsonMap): object {
  const entries = at(object, 'metadata', 'managedFields');
  return Object.fromEntries(
    (Array.isArray(entries) ? entries : []).map(entry => [
      `${at(entry, 'manager')} ${at(entry, 'operation')}`,
      at(entry, 'fieldsV1'),
    ]),
  );
}

/** Server-side apply. */
export function describeApply(use: () => Testbed): void {
  const path = (name: string) => `${use().widgets}/${name}`;
  const apply = (
    name: string,
    manager: string,
    spec: object,
    options?: { force?: boolean },
  ) =>
    use().server.apply(path(name), manager, use().widget(name, spec), options);

  describe('server-side apply', () => {
    it('creates, and completes what it creates', async () => {
      const { code, body } = await apply('w-a', 'one', { size: 1 });
      expect(code).toBe(201);
      expect(body.spec).toMatchObject({ size: 1, mode: 'slow' });
      expect(managers(body)).toEqual({
        'one Apply': { 'f:spec': { 'f:size': {} } },
      });
    });

    it('leaves to others what they manage', async () => {
      await apply('w-b', 'one', { size: 1 });
      const { code, body } = await apply('w-b', 'two', { mode: 'fast' });
      expect(code).toBe(200);
      expect(body.spec).toMatchObject({ size: 1, mode: 'fast' });
      expect(managers(body)).toEqual({
        'one Apply': { 'f:spec': { 'f:size': {} } },
        'two Apply': { 'f:spec': { 'f:mode': {} } },
      });
    });

    it('refuses to change what another manages', async () => {
      await apply('w-c', 'one', { size: 1 });
      const answer = await apply('w-c', 'two', { size: 2 });
      expect(answer).toMatchObject({
        code: 409,
        body: {
          reason: 'Conflict',
          message:
            'Apply failed with 1 conflict: conflict with "one": .spec.size',
          details: {
            causes: [
              {
                reason: 'FieldManagerConflict',
                message: 'conflict with "one"',
                field: '.spec.size',
              },
            ],
          },
        },
      });
    });

    it('names every conflict', async () => {
      await apply('w-c2', 'one', { size: 1, label: 'a' });
      const { body } = await apply('w-c2', 'two', { size: 2, label: 'b' });
      expect(body.message).toBe(
        'Apply failed with 2 conflicts: conflicts with "one":\n- .spec.label\n- .spec.size',
      );
    });

    it('conflicts with updates as well', async () => {
      await use().createWidget('w-d', { size: 1 });
      const { code, body } = await apply('w-d', 'one', { size: 2 });
      expect(code).toBe(409);
      expect(body.message).toBe(
        'Apply failed with 1 conflict: conflict with "contract" using contract.mlops.example.com/v1: .spec.size',
      );
    });

    it('takes over by force', async () => {
      await apply('w-e', 'one', { size: 1, label: 'a' });
      const { code, body } = await apply(
        'w-e',
        'two',
        { size: 2 },
        { force: true },
      );
      expect(code).toBe(200);
      expect(managers(body)).toEqual({
        'one Apply': { 'f:spec': { 'f:label': {} } },
        'two Apply': { 'f:spec': { 'f:size': {} } },
      });
    });

    it('lets two manage the same value', async () => {
      await apply('w-f', 'one', { size: 1 });
      const { code } = await apply('w-f', 'two', { size: 1 });
      expect(code).toBe(200);
      const { body } = await apply('w-f', 'two', { size: 2 });
      expect(body.reason).toBe('Conflict');
    });

    it('removes what its manager no longer states', async () => {
      await apply('w-g', 'one', { size: 1, label: 'a' });
      const { body } = await apply('w-g', 'one', { size: 1 });
      expect(at(body, 'spec', 'label')).toBeNull();
    });

    it('keeps what its manager no longer states and another does', async () => {
      await apply('w-h', 'one', { size: 1, label: 'a' });
      await apply('w-h', 'two', { label: 'a' });
      const { body } = await apply('w-h', 'one', { size: 1 });
      expect(at(body, 'spec', 'label')).toBe('a');
    });

    it('merges lists with keys, item by item', async () => {
      await apply('w-i', 'one', {
        size: 1,
        parts: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2' },
        ],
      });
      await apply('w-i', 'two', { parts: [{ name: 'c', value: '3' }] });
      const { body } = await apply('w-i', 'one', {
        size: 1,
        parts: [{ name: 'b', value: '4' }],
      });
      expect(at(body, 'spec', 'parts')).toEqual(
        expect.arrayContaining([
          { name: 'b', value: '4', weight: 1 },
          { name: 'c', value: '3', weight: 1 },
        ]),
      );
      expect(at(body, 'spec', 'parts')).toHaveLength(2);
    });

    it('merges sets', async () => {
      await apply('w-j', 'one', { size: 1, names: ['a'] });
      const { body } = await apply('w-j', 'two', { names: ['b'] });
      expect(at(body, 'spec', 'names')).toEqual(['a', 'b']);
    });

    it('has one manager for a list without keys', async () => {
      await apply('w-k', 'one', { size: 1, plain: ['a'] });
      const { code, body } = await apply('w-k', 'two', { plain: ['b'] });
      expect(code).toBe(409);
      expect(at(body, 'details', 'causes', 0, 'field')).toBe('.spec.plain');
    });

    it('writes nothing the second time', async () => {
      const first = await apply('w-l', 'one', { size: 1 });
      const second = await apply('w-l', 'one', { size: 1 });
      expect(at(second.body, 'metadata', 'resourceVersion')).toBe(
        at(first.body, 'metadata', 'resourceVersion'),
      );
    });

    it('manages the status through its subresource', async () => {
      const { server } = use();
      await apply('w-m', 'one', { size: 1 });
      const { body } = await server.apply(`${path('w-m')}/status`, 'reporter', {
        ...use().widget('w-m', {}, { spec: undefined }),
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      });
      expect(body.status).toEqual({
        conditions: [{ type: 'Ready', status: 'True' }],
      });
      const again = await apply('w-m', 'one', { size: 2 });
      expect(again.body.status).toEqual(body.status);
    });

    it('loses what an update changes', async () => {
      await apply('w-n', 'one', { size: 1 });
      const { body } = await use().server.merge(path('w-n'), {
        spec: { size: 3 },
      });
      expect(managers(body)).toEqual({
        'contract Update': { 'f:spec': { 'f:size': {} } },
      });
    });

    it('works on built-in kinds', async () => {
      const { server, configMaps } = use();
      const configuration = (data: object) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'applied' },
        data,
      });
      const target = `${configMaps}/applied`;
      await server.apply(target, 'one', configuration({ a: '1', b: '2' }));
      const { body } = await server.apply(
        target,
        'one',
        configuration({ a: '1' }),
      );
      expect(body.data).toEqual({ a: '1' });
    });

    it('names the managers in conflict one after the other', async () => {
      await apply('w-p', 'one', { size: 1, label: 'a' });
      await apply('w-p', 'two', { mode: 'fast' });
      const { code, body } = await apply('w-p', 'three', {
        size: 2,
        mode: 'slow',
        label: 'b',
      });
      expect(code).toBe(409);
      expect(body.message).toBe(
        'Apply failed with 3 conflicts: conflicts with "one":\n- .spec.label\n- .spec.size\nconflicts with "two":\n- .spec.mode',
      );
    });

    it('changes nothing in a dry run', async () => {
      const { server } = use();
      await apply('w-q', 'one', { size: 1 });
      const { code, body } = await server.send(
        'PATCH',
        `${path('w-q')}?dryRun=All&fieldManager=one`,
        {
          body: use().widget('w-q', { size: 2 }),
          contentType: 'application/apply-patch+yaml',
        },
      );
      expect({ code, spec: body.spec }).toMatchObject({
        code: 200,
        spec: { size: 2 },
      });
      const { body: kept } = await server.get(path('w-q'));
      expect(kept.spec).toMatchObject({ size: 1 });
    });

    it('is refused for another version than the one that is there', async () => {
      await apply('w-r', 'one', { size: 1 });
      const metadata = { name: 'w-r', resourceVersion: '1' };
      const answer = await use().server.apply(
        path('w-r'),
        'one',
        use().widget('w-r', { size: 2 }, { metadata }),
      );
      expect(answer).toMatchObject({ code: 409, body: { reason: 'Conflict' } });
    });

    it('says which item of a list has no key', async () => {
      await apply('w-s', 'one', { size: 1 });
      const { code, body } = await apply('w-s', 'one', {
        size: 1,
        parts: [{ value: 'nameless' }],
      });
      expect(code).toBe(500);
      expect(body.message).toContain(
        '.spec.parts: element 0: associative list with keys has an element that omits all key fields ["name"]',
      );
    });

    it('says which value is of another type', async () => {
      const { code, body } = await apply('w-t', 'one', { size: 'large' });
      expect(code).toBe(500);
      expect(body.message).toContain(
        '.spec.size: expected numeric (int or float), got string',
      );
    });

    it.each([
      ['without a manager', '', {}, 422],
      [
        'by a manager with a long name',
        `?fieldManager=${'m'.repeat(129)}`,
        {},
        422,
      ],
      ['of another kind', '?fieldManager=x', { kind: 'Other' }, 400],
      ['with an unknown field', '?fieldManager=x', { more: 1 }, 500],
      [
        'with managers of its own',
        '?fieldManager=x',
        { metadata: { name: 'w-o', managedFields: [{ manager: 'x' }] } },
        400,
      ],
    ])('refuses a configuration %s', async (_, query, more, code) => {
      const answer = await use().server.send(
        'PATCH',
        `${path('w-o')}${query}`,
        {
          body: use().widget('w-o', { size: 1 }, more),
          contentType: 'application/apply-patch+yaml',
        },
      );
      expect(answer.code).toBe(code);
    });
  });
}
