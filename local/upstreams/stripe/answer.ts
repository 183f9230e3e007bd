// answer: what every route does with a request's form and an answer's object.
import type { UpstreamContext } from '../shared/exchange.ts';
import type { Account } from './account.ts';
import { expand, withoutExpandable } from './expand.ts';
import { type Form, parseForm } from './parse-form.ts';

const PAGE = 10;

/** The parameters of a request, of its body or its query. */
export function formOf(context: UpstreamContext): Form {
  const body = context.get('body');
  return body ? (body as Form) : parseForm(new URL(context.req.url).search.slice(1));
}

/** The object, with what the request asks to expand and what is never left out. */
export function answer(context: UpstreamContext, account: Account, object: object): Response {
  const paths = (formOf(context).expand ?? []) as string[];
  const isWhole = paths.includes('line_items');
  const shown = isWhole ? object : withoutExpandable(object);
  return context.json(
    expand(
      account,
      shown,
      paths.filter((path) => path !== 'line_items'),
    ),
  );
}

/** A page of a list, newest first, by `limit`, `starting_after` and `ending_before`. */
export function pageOf<Item extends { id: string }>(
  context: UpstreamContext,
  account: Account,
  items: Item[],
): Response {
  const form = formOf(context);
  const limit = Number(form.limit ?? PAGE);
  let left = items.toReversed();
  if (form.starting_after)
    left = left.slice(left.findIndex(({ id }) => id === form.starting_after) + 1);
  if (form.ending_before)
    left = left.slice(
      0,
      left.findIndex(({ id }) => id === form.ending_before),
    );
  const data = left.slice(0, limit).map(withoutExpandable);
  const list = { object: 'list', url: context.req.path, has_more: left.length > limit, data };
  return context.json(expand(account, list, (form.expand ?? []) as string[]));
}
