import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './folders';

export interface FakeGo {
  version?: string;
  /** The program that can't be built. */
  broken?: string;
}

/** An environment whose only `go` builds empty programs, each a moment late, into a cache folder of its own. */
export function withGo({ version = '1.26.1', broken = 'none' }: FakeGo = {}) {
  const bin = temporaryFolder();
  writeFileSync(
    join(bin, 'go'),
    `#!/bin/sh
if [ "$1" = env ]; then echo go${version}; exit; fi
for argument; do
  if [ "$wanted" = yes ]; then output=$argument; wanted=; fi
  if [ "$argument" = -o ]; then wanted=yes; fi
done
case $output in */${broken}) echo "no such package" >&2; exit 1;; esac
sleep 0.05
echo program > "$output"
`,
    { mode: 0o755 },
  );
  return inFolder(`${bin}:/usr/bin:/bin`);
}

/** An environment without any `go`. */
export function withoutGo() {
  return inFolder(temporaryFolder());
}

function inFolder(path: string) {
  const cache = join(temporaryFolder(), 'cache');
  mkdirSync(cache);
  return { PATH: path, CONTROL_PLANE_CACHE_DIR: cache };
}
