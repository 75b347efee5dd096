import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { makeWhole } from './data-folder.ts';
import { stopSignals, type StorePlan } from './store-name.ts';
import { isKafkaReady } from './wire.ts';

// The compiler's first tier only: a short-lived broker starts in half the time and needs less memory.
const jvmFlags = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
const logFlags = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
];

type KafkaArgs = {
  java: string;
  jars: string;
  dataDir: string;
  /** The clients' port and the controller's. */
  ports: readonly [number, number];
};

/** A broker and controller in one process (KRaft). Topics are made by the services, never by a mere mention. */
export function planKafkaServer(args: KafkaArgs): StorePlan {
  const folder = join(args.dataDir, 'kafka');
  const config = join(args.dataDir, 'run', 'kafka.properties');
  const java = [...jvmFlags, ...logFlags, '-cp', join(args.jars, '*')];
  return {
    name: 'kafka',
    title: 'Kafka',
    ports: args.ports,
    stopSignal: stopSignals.kafka,
    makeData: async () => {
      await makeWhole(folder, async (temporary) => {
        const config = `${temporary}.properties`;
        await writeFile(config, toProperties({ ...args, folder: temporary }));
        const clusterId = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString(
          'base64url',
        );
        // A cluster id that begins with a dash would be read as an option.
        const format = ['format', '-t', clusterId.replace(/^-/, 'A'), '-c', config];
        await promisify(execFile)(args.java, [...java, 'kafka.tools.StorageTool', ...format]);
        await rm(config);
      });
      await writeFile(config, toProperties({ ...args, folder }));
    },
    command: () => ({ path: args.java, args: [...java, 'kafka.Kafka', config] }),
    isReady: () => isKafkaReady(args.ports[0]),
  };
}

function toProperties({ ports, folder }: KafkaArgs & { folder: string }): string {
  const [clientPort, controllerPort] = ports;
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${clientPort},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${clientPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': folder,
    'auto.create.topics.enable': false,
    'num.partitions': 3,
    'default.replication.factor': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 3,
    // Longer than a topic is there: how far a group has read it is asked for to its end.
    'offsets.retention.minutes': 20_160,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 3,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // A group starts with its first member instead of waiting 3 s for others.
    'group.initial.rebalance.delay.ms': 0,
    // A killed broker may register again only when its old session has run out, by default after 9 s.
    'broker.session.timeout.ms': 3_000,
    'broker.heartbeat.interval.ms': 500,
    // The cleaner's default buffer of 128 MB is a third of this heap.
    'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 4,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
