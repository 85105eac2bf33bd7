import { readBenchOptions, readSoakOptions } from './options';

describe('options', () => {
  it('measure three fleets beside the peer unless told otherwise', () => {
    expect(readBenchOptions([])).toEqual({
      sizes: [100, 1_000, 10_000],
      withPeer: true,
    });
    expect(readBenchOptions(['--environments', '1000', '--no-peer'])).toEqual({
      sizes: [1_000],
      withPeer: false,
    });
  });

  it('soak a thousand environments for ten minutes unless told otherwise', () => {
    expect(readSoakOptions([])).toEqual({ environments: 1_000, minutes: 10 });
    expect(() => readSoakOptions(['--minutes', 'many'])).toThrow('"many"');
  });
});
