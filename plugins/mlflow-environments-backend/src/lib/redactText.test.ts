import { MASK, redactText, redactTexts } from './redactText';

describe('redactText', () => {
  it.each([
    ['mongodb+srv://mlflow:hunter2@x.mongodb.net', 'hunter2'],
    ['dial https://somebody:hunter2@example.com/path', 'hunter2'],
    ['Authorization: Bearer abcdef.ghijkl-123456', 'abcdef.ghijkl-123456'],
    ['sent BASIC dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['got eyJhbGciOiJI.eyJzdWIiOiIx.c2ln back', 'eyJhbGciOiJI'],
    ['signed by AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
    ['with ASIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE'],
    ['PASSWORD=hunter2', 'hunter2'],
    ['db_passwd: hunter2', 'hunter2'],
    ['pwd = hunter2', 'hunter2'],
    ['{"secretAccessKey": "hunter2"}', 'hunter2'],
    ['api_key=hunter2', 'hunter2'],
    ['sessionToken: hunter2', 'hunter2'],
  ])('masks what is secret in %s', (text, secret) => {
    expect(redactText(text)).not.toContain(secret);
    expect(redactText(text)).toContain(MASK);
  });

  it.each(['Available', 'group:default/team-a', '2026-11-24T09:00:00Z'])(
    'leaves %s as it is',
    text => expect(redactText(text)).toBe(text),
  );
});

describe('redactTexts', () => {
  it('copies only what it changes', () => {
    const plain = { type: 'Ready', status: 'True' };
    const telling = { type: 'Synced', message: 'password=hunter2' };
    const conditions = [plain, telling];
    const redacted = redactTexts(conditions);
    expect(redacted[0]).toBe(plain);
    expect(redacted[1]).toEqual({
      type: 'Synced',
      message: `password=${MASK}`,
    });
    expect(telling.message).toBe('password=hunter2');
    expect(redactTexts(plain)).toBe(plain);
  });

  it('leaves out what is undefined', () => {
    expect(Object.keys(redactTexts({ a: undefined, b: 1 }))).toEqual(['b']);
  });
});
