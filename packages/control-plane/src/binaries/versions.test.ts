import { isAtLeast } from './goToolchain';
import { pinnedVersions, readVersions } from './versions';

describe('the versions of what is built', () => {
  it('are those of the Go module', () => {
    expect(pinnedVersions()).toEqual({
      kubernetes: expect.stringMatching(/^v1\.\d+\.\d+$/),
      etcd: expect.stringMatching(/^v3\.\d+\.\d+$/),
      go: expect.stringMatching(/^1\.\d+/),
    });
  });

  it('cannot be read from a module that names none', () => {
    expect(() => readVersions('module example\n\ngo 1.24.0\n')).toThrow(
      'which version of Kubernetes',
    );
  });

  it.each([
    ['1.24.0', '1.24.0', true],
    ['1.26.1', '1.24.0', true],
    ['1.24', '1.24.0', true],
    ['1.26rc1', '1.24.0', true],
    ['2.0', '1.24.0', true],
    ['1.23.9', '1.24.0', false],
    ['1.9.7', '1.24.0', false],
  ])('know whether Go %s can be used for %s', (version, wanted, expected) => {
    expect(isAtLeast(version, wanted)).toBe(expected);
  });
});
