// parse-filter: the filter of a subscription to changes, `column=operator.value`, several joined by
// commas (supabase-platform.md §4.5; quoting as realtime-js writes it).
import { Refusal } from '../refusal.ts';

const operators = {
  eq: '=',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  isdistinct: 'is distinct from',
  like: 'like',
  ilike: 'ilike',
  match: '~',
  imatch: '~*',
  in: 'in',
  is: 'is',
} as const;

export type Operator = keyof typeof operators;

/** One condition; `in` has several values, all others one. */
export interface Condition {
  column: string;
  operator: Operator;
  values: string[];
  isNegated: boolean;
}

const MOST_VALUES = 100;
const condition = /^([^=]+)=(not\.)?([a-z]+)\.(.*)$/s;
const keywords = ['null', 'true', 'false', 'unknown'];

/** Reads a filter; throws `Refusal` when it cannot. */
export function parseFilter(filter: string): Condition[] {
  return split(filter).map((part) => {
    const [, column = '', not, name = '', rest = ''] = condition.exec(part) ?? [];
    if (!Object.hasOwn(operators, name)) throw bad(part);
    const operator = name as Operator;
    const values = operator === 'in' ? list(part, rest) : [unquote(rest)];
    if (operator === 'is' && !keywords.includes(rest)) throw bad(part);
    return { column, operator, values, isNegated: not !== undefined };
  });
}

/** The condition in SQL on `column` of `type`; `bind` makes a parameter of a value. */
export function conditionSql(
  { operator, values, isNegated }: Condition,
  column: string,
  type: string,
  bind: (value: string | string[]) => string,
): string {
  const [value = ''] = values;
  const sign = operators[operator];
  const compared = {
    in: () => `${column} = any (${bind(values)}::${type}[])`,
    is: () => `${column} is ${value}`,
    like: () => `${column}::text ${sign} ${bind(value)}`,
    typed: () => `${column} ${sign} ${bind(value)}::${type}`,
  };
  const isText = ['like', 'ilike', 'match', 'imatch'].includes(operator);
  const form = operator === 'in' || operator === 'is' ? operator : isText ? 'like' : 'typed';
  return `coalesce(${isNegated ? 'not ' : ''}(${compared[form]()}), false)`;
}

function list(part: string, rest: string): string[] {
  const inside = /^\((.*)\)$/s.exec(rest)?.[1];
  if (inside === undefined) throw bad(part);
  const values = split(inside).map(unquote);
  if (values.length > MOST_VALUES) throw bad(part);
  return values;
}

/** Splits at commas that are in no quotes and no parentheses. */
function split(text: string): string[] {
  return text.match(/(?:"(?:\\.|[^"\\])*"|\((?:"(?:\\.|[^"\\])*"|[^()"])*\)|[^,])+/gs) ?? [];
}

function unquote(value: string): string {
  const inside = /^"(.*)"$/s.exec(value)?.[1];
  return inside === undefined ? value : inside.replace(/\\(.)/gs, '$1');
}

function bad(part: string): Refusal {
  return new Refusal('PostgresChangesError', `Error parsing \`filter\` params: ["${part}"]`);
}
