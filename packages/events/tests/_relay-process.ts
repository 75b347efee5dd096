import { once } from 'node:events';

import { pino } from 'pino';

import type { BusOptions } from '../src/bus.ts';
import { startRelay } from '../src/relay.ts';

// A relay in a process of its own, for a test to kill.
const [args] = await once(process, 'message');
const { databaseUrl, bus } = args as { databaseUrl: string; bus: BusOptions }; // the parent is relay.test.ts
startRelay({ databaseUrl, bus, log: pino({ level: 'silent' }) });
