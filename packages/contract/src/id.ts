import * as z from 'zod';

/** Any id. Lower case from here on: ids are compared, sorted and used as keys as text. */
export const Id = z.uuid().overwrite((value) => value.toLowerCase());
