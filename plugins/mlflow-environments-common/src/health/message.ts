const LONGEST_MESSAGE = 500;

/**
 * What is taken out of messages, in this order: wrapping that says only where in Crossplane or a provider it happened, and
 * noise that helps nobody who reads it. The fact itself, names, codes and HTTP statuses stay.
 */
const CLEANINGS: readonly [pattern: RegExp, replacement: string][] = [
  // credentials in URIs, should anybody ever print them
  [/:\/\/[^\s/@:]*:[^\s/@]*@/g, '://***@'],
  [/\s+/g, ' '],
  // the Crossplane core
  [/^cannot compose resources: /, ''],
  [/^.*?pipeline step "[^"]*" returned a fatal result: /, ''],
  [/cannot run Composition pipeline step "[^"]*": /, ''],
  [
    /^cannot fetch Composition: cannot get Composition: /,
    'cannot get Composition: ',
  ],
  [
    /cannot check if composed resource ("[^"]*") is namespaced \(a (\S+) named [^)]*\): failed to get restmapping: /g,
    'cannot create composed resource $1: ',
  ],
  [/failed to create typed patch object \([^)]*\): /g, ''],
  [/&value\.valueUnstructured\{Value:([^}]*)\}/g, '$1'],
  [/got (?:&?[\w.]+\{[^}]*\})/g, 'got something else'],
  // gRPC
  [/rpc error: code = (\w+) desc = /g, '$1: '],
  [
    /(?:latest balancer error: |last connection error: )?connection error: desc = "?transport: (?:Error while dialing: )?/g,
    '',
  ],
  [
    /dial tcp (\S+): connect: connection refused"?/g,
    'connection refused by $1',
  ],
  // crossplane-runtime and upjet
  [/(?:async )?(?:create|update|delete|observe) failed: /g, ''],
  [/failed to (?:create|update|delete|observe) the resource: /g, ''],
  [/cannot (?:create|update|delete|observe) external resource: /g, ''],
  [/\[\{0 (.*?):? *(?:\[\])?\}\]/g, '$1'],
  [/cannot resolve references: mg\.Spec\.ForProvider\.(\S+): /g, '$1: '],
  // the AWS SDK
  [
    /operation error ([\w ]+): (\w+), (?:exceeded maximum number of attempts, \d+, )?https response error StatusCode: (\d+), /g,
    '$1 $2 answered HTTP $3: ',
  ],
  [/(?:RequestID|HostID|request id|RequestId|requestId): ?[^\s,)]+,? ?/g, ''],
  [/api error /g, ''],
  // the Atlas SDK
  [/https?:\/\/\S+ (GET|POST|PUT|PATCH|DELETE): /g, ''],
  [/ ?\(Error code: "([^"]*)"\) Detail: /g, ' ($1): '],
  [/ \(\): /g, ': '],
  [/ Reason: [\w ]*\. Params: \[[^\]]*\]/g, ''],
  // what is left over
  [/: : /g, ': '],
  [/[:\s]+$/, ''],
  [/ ,/g, ','],
];

/** A message as its writer left it, made readable: one line, without wrapping and noise, the fact intact. */
export function readableMessage(message: string): string {
  const cleaned = CLEANINGS.reduce(
    (line, [pattern, replacement]) => line.replace(pattern, replacement),
    message.trim().slice(0, 4 * LONGEST_MESSAGE),
  ).trim();
  return shorten(cleaned === '' ? message.trim() : cleaned);
}

function shorten(line: string): string {
  const characters = Array.from(line);
  return characters.length > LONGEST_MESSAGE
    ? `${characters.slice(0, LONGEST_MESSAGE - 1).join('')}…`
    : line;
}
