import { it } from 'vitest';
import { mixtures } from './platform-text.ts';
it('x', {timeout:60000}, () => { const m = mixtures(new URL('../', import.meta.url), (f) => f.startsWith('src/') && !f.startsWith('src/emulator/')); console.log(m.length+'\n'+m.map(x=>x.at+' '+x.text).join('\n')); });
