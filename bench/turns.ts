/** Does one thing for each, so many at once; the answers come in the order of the list. */
export async function handleTurns<Item, Answer>(
  list: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const rest = list.entries();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, item] of rest) answers[index] = await work(item);
    }),
  );
  return answers;
}
