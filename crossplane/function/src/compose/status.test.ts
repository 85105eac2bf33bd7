import { KubernetesObject } from '../kubernetes';
import {
  anEnvironment,
  observedEnvironment,
  someSettings,
} from '../__testUtils__/builders';
import { compose } from './compose';

describe('the time at which an environment was ready first', () => {
  const settings = someSettings();

  const firstReadyTime = (conditions: object[]) => {
    const xr: KubernetesObject = {
      ...anEnvironment(),
      status: { conditions },
    };
    const everything = observedEnvironment(xr, settings, () => true);
    return compose(xr, everything, settings).status.firstReadyTime;
  };

  it('is unknown while Crossplane has not found it ready, whatever its parts say', () => {
    expect(firstReadyTime([])).toBeUndefined();
    expect(
      firstReadyTime([
        {
          type: 'Ready',
          status: 'False',
          reason: 'Creating',
          lastTransitionTime: '2026-11-01T10:07:31Z',
        },
      ]),
    ).toBeUndefined();
  });

  it('is unknown where the condition has no time', () => {
    expect(
      firstReadyTime([{ type: 'Ready', status: 'True', reason: 'Available' }]),
    ).toBeUndefined();
  });
});
