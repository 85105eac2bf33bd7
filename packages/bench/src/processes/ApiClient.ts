import { Agent, request } from 'undici';

/** Talks to a Kubernetes API server over connections that stay open. */
export class ApiClient {
  private readonly agent: Agent;

  constructor(
    private readonly options: {
      url: string;
      token: string;
      userAgent: string;
      connections?: number;
    },
  ) {
    this.agent = new Agent({
      connections: options.connections ?? 8,
      // The address and its certificate are our own of a moment ago.
      connect: { rejectUnauthorized: false },
    });
  }

  get(path: string): Promise<unknown> {
    return this.send('GET', path);
  }

  create(path: string, object: object): Promise<unknown> {
    return this.send('POST', path, object, 'application/json');
  }

  merge(path: string, patch: object): Promise<unknown> {
    return this.send('PATCH', path, patch, 'application/merge-patch+json');
  }

  async close(): Promise<void> {
    await this.agent.close();
  }

  private async send(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    content?: object,
    contentType?: string,
  ): Promise<unknown> {
    const { url, token, userAgent } = this.options;
    const { statusCode, body } = await request(`${url}${path}`, {
      method,
      dispatcher: this.agent,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'user-agent': userAgent,
        ...(contentType && { 'content-type': contentType }),
      },
      body: content && JSON.stringify(content),
    });
    if (statusCode > 299) {
      throw new Error(
        `${method} ${path} answered ${statusCode}: ${await body.text()}`,
      );
    }
    return body.json();
  }
}
