import { runProgram } from './run-program.ts';

const usage = `npm run bench -- pages      how many scripts each page begins with, and what they weigh; more may follow when needed
npm run bench -- passport   passports and access tokens per second on one core, beside the run before
npm run bench -- image      pictures: what twenty uploads of 10 MB take of memory, uploads and looks per second
npm run bench -- start      the first and the second npm start of a fresh clone with empty caches, and the memory of all processes
npm run bench -- refresh    log-ins and refreshes per second, and how soon a revocation is felt, beside the run before
npm run bench -- search-recall   how much of what a fixed set of queries asks for is found, by language and kind

On a world of 100,000 members and 1,000,000 posts, which is made once (minutes) and kept for a week in .dailyfeed/bench;
each service a process of its own, the load from another. --members 10000 makes everything ten times smaller; --per-second and --seconds set the load:
npm run bench -- world      makes that world, unless it is there
npm run bench -- feed       every feed through the gateway, by how many people the reader follows
npm run bench -- post       posts through the gateway, until they are acknowledged
npm run bench -- fanout     from a post's acknowledgement until it is in the feeds of 10,000 followers
npm run bench -- search     building the index, then searches by what is asked
npm run bench -- browsing   pages in a browser: how soon they are there, whether they move, how a thousand posts scroll
npm run bench -- streams    2,000 open pages: memory, processor time while nothing happens, how soon all are told
npm run bench -- capacity   how many daily members this machine serves, at 50 reads to a write
npm run bench -- events     from the outbox over Kafka into members' stories`;

const names = [
  'pages',
  'passport',
  'refresh',
  'search-recall',
  'world',
  'feed',
  'post',
  'fanout',
  'events',
  'search',
  'image',
  'browsing',
  'streams',
  'capacity',
  'start',
];

const [name = '', ...args] = process.argv.slice(2);
if (names.includes(name)) {
  // In a clone that was never started nothing is generated yet, which the services need.
  const generated = await runProgram('turbo', ['run', 'generate', '--output-logs=errors-only']);
  process.exitCode =
    generated === 0 ? await runProgram('node', [`bench/${name}.ts`, ...args]) : generated;
} else {
  console.log(usage);
}
