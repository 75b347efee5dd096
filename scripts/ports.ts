import { describePortOwner, findFreePorts, isPublicPortFree } from '@dailyfeed/dev-infra/port';

import type { Ports } from './service-env.ts';

export const defaultPort = 8080;
const tries = 20;

export type PublicPort = {
  port: number;
  /** Why it is not the default, for the person who expects that one. */
  remark?: string;
};

/** The port people use: the one they named, else the default or the next free one. */
export async function choosePublicPort(named: string | undefined): Promise<PublicPort> {
  if (named !== undefined && named !== '') {
    const port = Number(named);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Error(`PORT=${named} is not a port. Name a number from 1 to 65535.`);
    }
    if (await isPublicPortFree(port)) return { port };
    throw new Error(
      `Port ${port} is taken by ${await nameOwner(port)}. End that program, name another with PORT, or leave PORT out.`,
    );
  }
  for (let port = defaultPort; port < defaultPort + tries; port += 1) {
    if (!(await isPublicPortFree(port))) continue;
    if (port === defaultPort) return { port };
    const remark = `Port ${defaultPort} is taken by ${await nameOwner(defaultPort)}, so this is ${port}.`;
    return { port, remark };
  }
  throw new Error(
    `Ports ${defaultPort} to ${defaultPort + tries - 1} are all taken. Name one with PORT.`,
  );
}

/** Free ports for everything that only processes talk to. */
export async function chooseInternalPorts(): Promise<Omit<Ports, 'gateway'>> {
  const [
    member = 0,
    content = 0,
    timeline = 0,
    activity = 0,
    image = 0,
    search = 0,
    web = 0,
    gatewayPrivate = 0,
  ] = await findFreePorts(Array.from({ length: 8 }));
  return { member, content, timeline, activity, image, search, web, gatewayPrivate };
}

async function nameOwner(port: number): Promise<string> {
  return (await describePortOwner(port)) ?? 'another program';
}
