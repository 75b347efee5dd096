import { startStores } from '../src/stores.ts';

// A process of its own that holds stores, for tests that kill it: prints one line once they serve, and stays.
const [dataDir = ''] = process.argv.slice(2);
const { urls, adminUrl, embedded } = await startStores({ dataDir, env: process.env });
const pids = Object.values(embedded).map((store) => store.pid);
process.stdout.write(`${JSON.stringify({ urls, adminUrl, pids })}\n`);
setInterval(() => undefined, 60_000);
