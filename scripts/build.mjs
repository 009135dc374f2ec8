/** Makes dist/ (the bundles, and the declarations of what other projects may import) and THIRD_PARTY_NOTICES. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { bundle } from './bundle.mjs';
import { bundledPackages, noticesText } from './notices.mjs';

rmSync('dist', { recursive: true, force: true });
const metafile = await bundle('dist');
writeFileSync('THIRD_PARTY_NOTICES', noticesText(bundledPackages(metafile)));
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
