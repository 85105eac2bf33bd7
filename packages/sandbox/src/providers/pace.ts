import { KubeObject } from '../kube';

/** On an environment: how many times faster than normal everything of it goes, as `"20"` or `"0.1"`. */
export const SPEED_ANNOTATION = 'sandbox.mlops.example.com/speed';

/** Turns the durations of the simulation, given in seconds, into milliseconds. */
export class Pace {
  /** @param speed - how many times faster than normal everything goes */
  constructor(private readonly speed: number) {
    if (!(speed > 0)) {
      throw new Error(`The speed must be greater than 0, not ${speed}`);
    }
  }

  /** How long something takes for an environment. */
  milliseconds(seconds: number, environment?: KubeObject): number {
    const own = Number(environment?.metadata.annotations?.[SPEED_ANNOTATION]);
    const factor = own > 0 ? own : 1;
    return (seconds * 1000) / (this.speed * factor);
  }
}
