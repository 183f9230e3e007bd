// connect-lemonsqueezy: reads LemonSqueezy's JSON:API, or its stand-in's, as scripts do.
import { z } from 'zod';

const resource = z.object({ id: z.string(), attributes: z.looseObject({}) });
export type Resource = z.infer<typeof resource>;
const single = z.object({
  data: resource,
  meta: z.object({ test_mode: z.boolean().optional() }).optional(),
});
const page = z.object({
  data: z.array(resource),
  meta: z.object({ page: z.object({ lastPage: z.int() }) }),
});

export interface LemonReader {
  read(path: string): Promise<z.infer<typeof single>>;
  /** All pages of a list; `query` as `filter[store_id]=1`. */
  list(path: string, query?: string): Promise<Resource[]>;
}

/** A reader by a key; it throws a sentence with the status that LemonSqueezy answers. */
export function connectLemonSqueezy(key: string, baseUrl: string): LemonReader {
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${baseUrl}/v1/${path}`, {
      headers: { authorization: `Bearer ${key}`, accept: 'application/vnd.api+json' },
    });
    if (!answer.ok) throw new Error(`LemonSqueezy answers ${answer.status} to ${path}.`);
    return answer.json();
  };
  return {
    read: async (path) => single.parse(await ask(path)),
    async list(path, query = '') {
      const found: Resource[] = [];
      for (let number = 1, last = 1; number <= last; number += 1) {
        const wish = `page[size]=100&page[number]=${number}&${query}`;
        const { data, meta } = page.parse(await ask(`${path}?${wish}`));
        found.push(...data);
        last = meta.page.lastPage;
      }
      return found;
    },
  };
}
