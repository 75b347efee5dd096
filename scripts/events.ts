import { runInSite } from './in-site.ts';

/*
 * npm run events -- replay --day 20261121 --group activity|search-index
 * npm run events -- resend --service member|content --from 2026-11-21T10:00:00Z --to 2026-11-21T10:05:00Z [--many]
 * npm run events -- topics | prune
 */

const [verb, ...args] = process.argv.slice(2);
process.exitCode = await run();

async function run(): Promise<number> {
  switch (verb) {
    case 'replay':
      return runInSite(args.includes('search-index') ? 'search' : 'activity', [
        'replay-events',
        ...args,
      ]);
    case 'topics':
      return runInSite('activity', ['topics', ...args]);
    case 'prune':
      return runInSite('activity', ['prune-events', ...args]);
    case 'resend': {
      const at = args.indexOf('--service');
      const service = args[at + 1];
      if (at === -1 || (service !== 'member' && service !== 'content')) break;
      return runInSite(service, ['resend-outbox', ...args.toSpliced(at, 2)]);
    }
    default:
  }
  console.error(
    'Usage: npm run events -- replay --day 20261121 --group activity|search-index\n' +
      '       npm run events -- resend --service member|content --from <time> --to <time> [--many]\n' +
      '       npm run events -- topics | prune',
  );
  return 1;
}
