/** A burst beyond what the machine can do is told to come back: so it does. */
export async function persist<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!String(error).includes('STORE_UNAVAILABLE')) throw error;
    return persist(call);
  }
}
