import { connectMongo, isDuplicate } from '../src/mongo.ts';
import { log } from './_harness.ts';

type Effect = { _id: string; group: string };

/** What handlers have done, in a store of its own: one document for a group and an event, however often it is added. */
export function createEffects(mongoUrl: string) {
  const mongo = connectMongo({ url: mongoUrl, clientId: 'effects', log });
  const open = async () => (await mongo.open()).collection<Effect>('effects');
  return {
    add: async (group: string, eventId: string): Promise<void> => {
      const effects = await open();
      try {
        await effects.insertOne({ _id: `${group} ${eventId}`, group });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
    },
    idsOf: async (group: string): Promise<string[]> => {
      const effects = await open();
      const found = await effects.find({ group }).toArray();
      return found.map(({ _id }) => _id.slice(group.length + 1));
    },
    [Symbol.asyncDispose]: () => mongo[Symbol.asyncDispose](),
  };
}
