import fc from 'fast-check';
import { readableMessage } from './message';

describe('readableMessage', () => {
  it.each([
    [
      'create failed: async create failed: failed to create the resource: [{0 creating S3 Bucket (mlflow-x): operation error S3: CreateBucket, https response error StatusCode: 409, RequestID: 8ZK, HostID: q1==, BucketAlreadyExists:   []}]',
      'creating S3 Bucket (mlflow-x): S3 CreateBucket answered HTTP 409: BucketAlreadyExists',
    ],
    [
      'observe failed: cannot get project: https://cloud.mongodb.com/api/atlas/v2/groups/x GET: HTTP 401 Unauthorized (Error code: "") Detail: You are not authorized for this resource.',
      'cannot get project: HTTP 401 Unauthorized: You are not authorized for this resource.',
    ],
    [
      'error creating advanced cluster: https://cloud.mongodb.com/api/atlas/v2/groups/x/clusters POST: HTTP 400 Bad Request (Error code: "OUT_OF_CAPACITY") Detail: The requested region is currently out of capacity. Reason: Bad Request. Params: []',
      'error creating advanced cluster: HTTP 400 Bad Request (OUT_OF_CAPACITY): The requested region is currently out of capacity.',
    ],
    [
      'cannot compose resources: cannot run Composition pipeline step "compose": cannot run Function "f": rpc error: code = DeadlineExceeded desc = latest balancer error: connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:19543: connect: connection refused"',
      'cannot run Function "f": DeadlineExceeded: connection refused by 127.0.0.1:19543',
    ],
    [
      'cannot compose resources: pipeline step "compose" returned a fatal result: the region is unknown',
      'the region is unknown',
    ],
    [
      'cannot fetch Composition: cannot get Composition: Composition.apiextensions.crossplane.io "x" not found',
      'cannot get Composition: Composition.apiextensions.crossplane.io "x" not found',
    ],
    [
      'cannot resolve references: mg.Spec.ForProvider.ProjectID: referenced field was empty (referenced resource may not yet be ready)',
      'ProjectID: referenced field was empty (referenced resource may not yet be ready)',
    ],
    [
      'cannot connect to mongodb+srv://mlflow:s3cr:et@cluster0.abc.mongodb.net/mlflow',
      'cannot connect to mongodb+srv://***@cluster0.abc.mongodb.net/mlflow',
    ],
    ['two\n  lines', 'two lines'],
    ['create failed: ', 'create failed'],
  ])('makes of %p', (message, readable) => {
    expect(readableMessage(message)).toBe(readable);
  });

  it('keeps within 500 characters and never empties a message', () => {
    const part = fc.constantFrom(
      'create failed: ',
      'RequestID: x, ',
      '[{0 ',
      '   []}]',
      'api error ',
      'HTTP 401 ',
      'https://host/path GET: ',
      '()',
      ': ',
      'x',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 3000 }),
          fc.array(part).map(parts => parts.join('')),
        ),
        message => {
          const readable = readableMessage(message);
          expect(Array.from(readable).length).toBeLessThanOrEqual(500);
          expect(readable === '').toBe(message.trim() === '');
        },
      ),
    );
  });
});
