import { readOptions } from './options.ts';
import { startBenchSite } from './site.ts';

/* Makes the world that the other benchmarks measure on, unless it is there. */

const { members } = readOptions({ perSecond: 1, seconds: 1 });
await using _ = await startBenchSite({ members });
console.log(`${members.toLocaleString('en')} members are there.`);
