import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import { EnvironmentView } from '../environments/EnvironmentView';

/** Some megabytes: what is looked at is looked at again, and most environments are not looked at. */
const MOST_ANSWERS = 1_000;

interface Answer {
  json: Buffer;
  gzip: Buffer;
  etag: string;
}

/**
 * What is sent of an environment, made once for each change of it: an open card asks again whenever something happened, and many
 * people look at the same environments.
 */
export class DetailAnswers {
  private readonly answers = new Map<EnvironmentView, Answer>();

  /** Whether the caller may see the environment is decided before. */
  send(view: EnvironmentView, req: Request, res: Response): void {
    const { json, gzip, etag } = this.answerOf(view);
    res.set('ETag', etag);
    res.type('json');
    res.vary('Accept-Encoding');
    if (req.fresh) {
      res.status(304).end();
    } else if (req.acceptsEncodings('gzip')) {
      res.set('Content-Encoding', 'gzip').end(gzip);
    } else {
      res.end(json);
    }
  }

  private answerOf(view: EnvironmentView): Answer {
    const known = this.answers.get(view);
    const answer = known ?? answerFor(view);
    // A map iterates in insertion order, so the first key is the one asked for longest ago.
    this.answers.delete(view);
    this.answers.set(view, answer);
    const [oldest] = this.answers.keys();
    if (this.answers.size > MOST_ANSWERS) {
      this.answers.delete(oldest);
    }
    return answer;
  }
}

function answerFor({ detail }: EnvironmentView): Answer {
  const json = Buffer.from(JSON.stringify(detail));
  const hash = createHash('sha256').update(json).digest('base64url');
  // Weak: compressed or not, it says the same.
  return { json, gzip: gzipSync(json), etag: `W/"${hash}"` };
}
