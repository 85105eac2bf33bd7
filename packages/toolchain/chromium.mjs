// Makes sure that a Chromium is there for the browser tests: Debian's package, installed where this runs as root and it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

if (!existsSync(path)) {
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const canInstall = process.getuid?.() === 0;
  if (
    !canInstall ||
    !apt('update', '-q') ||
    !apt('install', '-q', '-y', '--no-install-recommends', 'chromium')
  ) {
    console.error(
      `There is no Chromium at ${path}. Install Debian's package chromium, or set CHROMIUM_PATH to one.`,
    );
    process.exit(1);
  }
}
