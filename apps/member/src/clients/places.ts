import { BlockList, isIP } from 'node:net';

import type { Language } from '@dailyfeed/contract/member';
import type { Place } from '@dailyfeed/contract/session';
import type { Log } from '@dailyfeed/service-kit/log';
import type { CityResponse } from 'maxmind';

import type { Places } from '../deps.ts';

const mappedPrefix = /^::ffff:(?=\d+\.)/i;

/** Addresses of which nobody outside a network knows where it is (RFC 6890, RFC 6598, RFC 4193). */
const privateNetworks = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const;

/** Without a database no address has a place. */
export const noPlaces: Places = { find: () => null };

/**
 * Opens a MaxMind database (`.mmdb`) of cities or countries; a newer one is read at the next start. Throws, naming the
 * setting, when the file is not there or is something else.
 */
export async function openPlaces(path: string, { log }: { log: Log }): Promise<Places> {
  // Most sites have no such database, and its reader stays out of their memory.
  const { open } = await import('maxmind');
  // The library's watching of the file is left off: a half-written one would end the process.
  const reader = await open<CityResponse>(path).catch((error: unknown) => {
    throw new Error(`GEOIP_DB: ${path} cannot be read as a MaxMind database`, { cause: error });
  });
  const { databaseType } = reader.metadata;
  if (!/city|country|enterprise/i.test(databaseType)) {
    throw new Error(`GEOIP_DB: ${path} holds ${databaseType}, not cities or countries`);
  }
  const isPrivate = createPrivateCheck();
  return {
    find: (address, language) => {
      const plain = address.replace(mappedPrefix, '');
      if (isIP(plain) === 0 || isPrivate(plain)) return null;
      try {
        return toPlace(reader.get(plain), language);
      } catch (error) {
        // A damaged page of the file: the session is listed all the same.
        log.warn({ err: error }, 'place of an address not read');
        return null;
      }
    },
  };
}

function createPrivateCheck(): (address: string) => boolean {
  const list = new BlockList();
  for (const [network, prefix] of privateNetworks) {
    list.addSubnet(network, prefix, network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** A name the database does not have in the language is given in English; a country is known by its code. */
function toPlace(record: CityResponse | null, language: Language): Place | null {
  const names: Record<string, string | undefined> = { ...record?.city?.names };
  const city = names[language] ?? names['en'] ?? null;
  const code = record?.country?.iso_code;
  if (city === null && code === undefined) return null;
  const country = code && new Intl.DisplayNames(language, { type: 'region' }).of(code);
  return { city, country: country ?? null };
}
