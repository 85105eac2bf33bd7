import { ApiServer, startApiServer } from '../apiserver';
import { silentLogger } from '../logger';
import { KubeClient } from './client';
import { EventRecorder, EventSubject } from './eventRecorder';

const subject: EventSubject = {
  apiVersion: 'example.org/v1',
  kind: 'Thing',
  name: 'churn',
  namespace: 'default',
};

describe('EventRecorder', () => {
  let server: ApiServer;
  let client: KubeClient;
  let recorder: EventRecorder;

  beforeEach(async () => {
    server = await startApiServer();
    client = KubeClient.forServer(server);
    recorder = new EventRecorder(client, 'tests', silentLogger);
  });

  afterEach(() => server.stop());

  const events = async () =>
    (await client.list({ apiVersion: 'v1', kind: 'Event' })).items;

  it('counts an event that happens again instead of writing another one', async () => {
    recorder.record(subject, 'Warning', 'Failed', 'no');
    recorder.record(subject, 'Warning', 'Failed', 'no');
    recorder.record(subject, 'Warning', 'Failed', 'still no');
    await recorder.flush();

    const counts = (await events()).map(
      ({ message, count }) => `${message}: ${count}`,
    );
    expect(counts.sort()).toEqual(['no: 2', 'still no: 1']);
  });

  it('starts over when the event it counted on has expired', async () => {
    recorder.record(subject, 'Normal', 'Done', 'yes');
    await recorder.flush();
    const [first] = await events();
    await client.delete({
      apiVersion: 'v1',
      kind: 'Event',
      name: first.metadata.name ?? '',
      namespace: 'default',
    });

    recorder.record(subject, 'Normal', 'Done', 'yes');
    await recorder.flush();

    expect(await events()).toMatchObject([{ message: 'yes', count: 1 }]);
  });

  it('writes about something that no object could be called', async () => {
    recorder.record({ ...subject, name: 'My File!' }, 'Warning', 'Bad', 'no');
    await recorder.flush();

    expect(await events()).toMatchObject([{ message: 'no' }]);
  });

  it('goes on when an event cannot be written', async () => {
    const nowhere = { ...subject, namespace: 'nowhere' };
    recorder.record(nowhere, 'Normal', 'Done', 'lost');
    recorder.record(subject, 'Normal', 'Done', 'kept');
    await recorder.flush();

    expect(await events()).toMatchObject([{ message: 'kept' }]);
  });
});
