import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Where Debian and others put it; `CHROMIUM` names another one. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the browser of this machine. @throws Error when there is none */
export async function startBrowser() {
  const executablePath = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
  if (executablePath === undefined) {
    throw new Error('No Chromium is here: install it (apt-get install chromium), or name its path in CHROMIUM.');
  }
  // As root, which builds in containers are, it starts without its own sandbox only.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
