import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolders, temporaryFolder } from '../__testUtils__/folders';
import { Cloud } from './cloud';
import { stateOf } from './managedKind';

describe('Cloud', () => {
  afterEach(removeFolders);

  const file = async () => join(await temporaryFolder(), 'cloud.json');
  const bucket = { kind: 'Bucket', id: 'a', settings: {}, assigned: {} };

  it('outlives whoever opened it', async () => {
    const path = await file();
    Cloud.open(path).create(bucket, 0);

    expect(Cloud.open(path).find('Bucket', 'a')).toMatchObject(bucket);
  });

  it('keeps resources of different kinds apart', async () => {
    const cloud = Cloud.open(await file());
    cloud.create(bucket, 0);

    expect(cloud.find('Role', 'a')).toBeUndefined();
    expect(cloud.list('Bucket')).toHaveLength(1);
  });

  it('has a resource work on while a change takes its time', async () => {
    const cloud = Cloud.open(await file());
    const created = cloud.create(bucket, 0);

    const { updatedAt = 0, ...updated } = cloud.update(
      created,
      { size: 'M20' },
      60_000,
    );

    expect(updated.settings).toEqual({ size: 'M20' });
    const changing = { ...updated, updatedAt };
    expect(stateOf(changing, updatedAt - 1)).toBe('updating');
    expect(stateOf(changing, updatedAt)).toBe('available');
  });

  it('forgets a resource once its deletion has taken its time', async () => {
    const cloud = Cloud.open(await file());
    const created = cloud.create(bucket, 0);

    expect(cloud.delete(created, 60_000).goneAt).toBeGreaterThan(Date.now());
    expect(cloud.find('Bucket', 'a')).toBeDefined();

    cloud.delete(created, 0);
    expect(cloud.find('Bucket', 'a')).toBeUndefined();
  });

  it('says what is wrong with a state file that is none', async () => {
    const path = await file();
    await writeFile(path, 'nonsense');

    expect(() => Cloud.open(path)).toThrow(`${path} is not a cloud's state`);
  });
});
