import { readSettings } from './settings';

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings({})).toEqual({
      ports: {
        frontend: 3000,
        backend: 7007,
        api: 7010,
        git: 7011,
        function: 7012,
      },
      gitPassword: 'sandbox',
      speed: 1,
      crdFolders: undefined,
    });
  });

  it('lets the environment say otherwise', () => {
    const settings = readSettings({
      SANDBOX_GIT_PORT: '9000',
      SANDBOX_SPEED: '0.5',
      SANDBOX_GIT_PASSWORD: 'other',
    });

    expect(settings.ports.git).toBe(9000);
    expect(settings).toMatchObject({ speed: 0.5, gitPassword: 'other' });
  });

  it.each(['x', '0', '70000', '1.5'])('refuses %s as a port', value => {
    expect(() => readSettings({ SANDBOX_API_PORT: value })).toThrow(
      `SANDBOX_API_PORT is "${value}", which is no TCP port`,
    );
  });

  it.each(['fast', '0', '-1'])('refuses %s as a speed', value => {
    expect(() => readSettings({ SANDBOX_SPEED: value })).toThrow(
      `SANDBOX_SPEED is "${value}"; set how many times faster than normal`,
    );
  });
});
