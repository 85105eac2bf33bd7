import { mockCredentials } from '@backstage/backend-test-utils';
import Ajv from 'ajv';
import fc from 'fast-check';
import { describeOnEachDatabase } from './__testUtils__/describeOnEachDatabase';
import {
  openApi,
  OPERATIONS,
  Parameter,
  parametersOf,
} from './__testUtils__/openApi';
import { aRequest, TARGETS } from './__testUtils__/requests';
import { TestBackend } from './__testUtils__/TestBackend';

jest.setTimeout(120_000);

const RUNS = 40;
const ajv = new Ajv({ strict: false });
ajv.addSchema(openApi, 'openapi');

const someText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('churn', 'one', 'team-a', 'main', '', '\u0000', '__proto__'),
);
/** Dots alone are taken by clients for a place in the path. */
const someSegment = someText.filter(text => !/^\.{0,2}$/.test(text));

/** Bodies that are nothing like ours, and bodies that are ours but for one member. */
const someBody = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.record(
    {
      namespace: fc.oneof(fc.constant('team-a'), someText),
      target: fc.oneof(fc.constant('main'), someText),
      state: fc.constantFrom('Reserved', 'Pending', 'Expired', 7),
      parameters: fc.oneof(
        fc.constant(aRequest('Reserved').parameters),
        fc.dictionary(someText, fc.jsonValue({ maxDepth: 2 })),
      ),
      claimPath: someText,
      commitUrl: fc.oneof(fc.webUrl(), someText),
      pullRequestUrl: fc.oneof(fc.webUrl(), someText),
      taskId: someText,
    },
    { requiredKeys: [] },
  ),
);

function pathFor(template: string, parameters: Parameter[], values: string[]) {
  let path = template;
  const query = new URLSearchParams();
  parameters.forEach((parameter, i) => {
    const value = values[i % values.length];
    if (parameter.in === 'path') {
      path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
    } else if (value.length % 2) {
      query.append(parameter.name, value);
    }
  });
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

describeOnEachDatabase('whatever is sent', aDatabase => {
  let backend: TestBackend;
  const authorization = mockCredentials.user.header();

  beforeAll(async () => {
    backend = await TestBackend.start({
      database: await aDatabase(),
      config: { targets: TARGETS, previews: { perMinute: 0 } },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  /** An answer, or a refusal with a sentence. */
  function isGraceful(answer: Awaited<ReturnType<TestBackend['raw']>>) {
    const { status, body } = answer;
    return (
      status < 400 || (status < 500 && /\w/.test(body.error?.message ?? ''))
    );
  }

  it.each(OPERATIONS.map(({ method, path }) => [method, path]))(
    'as parameters of %s %s is answered or refused with a sentence',
    async (method, path) => {
      const { operation } = OPERATIONS.filter(
        candidate => candidate.method === method && candidate.path === path,
      )[0];
      await fc.assert(
        fc.asyncProperty(
          fc.array(someSegment, { minLength: 1, maxLength: 12 }),
          async values => {
            const body = operation.requestBody && aRequest('Reserved');
            const answer = await backend.raw(
              method,
              pathFor(path, parametersOf(operation), values),
              { authorization, body },
            );
            expect({ ...answer, isGraceful: isGraceful(answer) }).toMatchObject(
              { isGraceful: true },
            );
          },
        ),
        { numRuns: RUNS },
      );
    },
  );

  it.each([
    ['POST', '/previews', 'PreviewRequest'],
    ['PUT', '/requests/one/team-a/churn', 'RequestInput'],
  ])(
    'as the body of %s %s is answered, or refused with a sentence',
    async (method, path, schema) => {
      const isValid = ajv.compile({
        $ref: `openapi#/components/schemas/${schema}`,
      });
      await fc.assert(
        fc.asyncProperty(someBody, async body => {
          const answer = await backend.raw(method, path, {
            authorization,
            body: JSON.stringify(body),
          });
          const status = isValid(body) ? answer.status : 400;
          expect({ ...answer, isGraceful: isGraceful(answer) }).toMatchObject({
            isGraceful: true,
            status,
          });
        }),
        { numRuns: 5 * RUNS },
      );
    },
  );

  it.each([
    ['what is no JSON', '{"namespace":'],
    ['nothing', ''],
    ['more than a claim can be', `"${'a'.repeat(200_000)}"`],
  ])('as a body that is %s is refused with a sentence', async (_, body) => {
    const answer = await backend.raw('POST', '/previews', {
      authorization,
      body,
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/\w/) } },
    });
  });
});
