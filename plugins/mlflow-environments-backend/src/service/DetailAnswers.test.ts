import express from 'express';
import request from 'supertest';
import { toView } from '../environments/EnvironmentView';
import { DetailAnswers } from './DetailAnswers';

function aView(version: number) {
  return toView({
    ref: { cluster: 'one', namespace: 'team-a', name: 'churn' },
    uid: 'churn',
    version,
    entityRef: 'resource:team-a/churn',
    owner: 'group:default/team-a',
    parameters: { environmentID: 'churn' },
    health: { status: 'Healthy', progress: { ready: 1, total: 1 } },
    links: [],
    resources: [],
    conditions: [],
  });
}

describe('the answer of a card', () => {
  function setUp() {
    const answers = new DetailAnswers();
    const shown = { view: aView(1) };
    const app = express().get('/', (req, res) =>
      answers.send(shown.view, req, res),
    );
    return { app, shown };
  }

  it('is the environment, compressed or not as the caller can read it', async () => {
    const { app, shown } = setUp();
    const compressed = await request(app).get('/');
    expect(compressed.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'application/json; charset=utf-8',
      vary: 'Accept-Encoding',
    });
    expect(compressed.body).toEqual(shown.view.detail);

    const plain = await request(app)
      .get('/')
      .set('Accept-Encoding', 'identity');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body).toEqual(shown.view.detail);
  });

  it('is not sent again to who has it, until the environment changes', async () => {
    const { app, shown } = setUp();
    const { etag } = (await request(app).get('/')).headers;
    const again = () => request(app).get('/').set('If-None-Match', etag);
    await again().expect(304, '');

    shown.view = aView(2);
    const changed = await again().expect(200);
    expect(changed.body).toEqual(shown.view.detail);
  });
});
