import { Platform } from './Platform';

/** Watches what an environment consists of for changes. */
export class Stillness {
  /** Begins with everything as it is now. */
  static async watch(
    platform: Platform,
    environmentID: string,
  ): Promise<Stillness> {
    const stillness = new Stillness(platform, environmentID);
    stillness.before = await stillness.versions();
    return stillness;
  }

  private before = new Map<string, string>();
  private readonly since = Date.now();

  private constructor(
    private readonly platform: Platform,
    private readonly environmentID: string,
  ) {}

  /** For how long it is being watched, in milliseconds. */
  get lasted(): number {
    return Date.now() - this.since;
  }

  /** What was written since, by generation and by version: anything at all counts. */
  async changes(): Promise<string[]> {
    const now = await this.versions();
    return [...now].flatMap(([name, version]) =>
      version === this.before.get(name)
        ? []
        : [`${name}: ${this.before.get(name)} -> ${version}`],
    );
  }

  private async versions(): Promise<Map<string, string>> {
    const { client } = this.platform;
    const { resources } = await this.platform.environment(this.environmentID);
    const objects = await Promise.all([
      this.platform.composite(this.environmentID),
      ...resources.map(resource => client.get(resource)),
    ]);
    return new Map(
      objects.map(({ kind, metadata }) => [
        `${kind} ${metadata.name}`,
        `generation ${metadata.generation}, version ${metadata.resourceVersion}`,
      ]),
    );
  }
}
