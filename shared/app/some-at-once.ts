/** More wait for a connection than answer, and a wait counts against the timeout of the request. */
const AT_ONCE = 16;

/** Does the work for every item, some of them at a time, and answers in their order. */
export const someAtOnce = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE)
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  return results;
};
