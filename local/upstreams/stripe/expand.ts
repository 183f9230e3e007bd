// expand: puts objects where an answer has their ids, as the request's `expand` names them.
import type { Account } from './account.ts';
import { listOf } from './account.ts';

type Node = Record<string, unknown>;

/** The object with what each path names in its place; `data.x` goes into the items of a list. */
export function expand(account: Account, object: object, paths: string[]): object {
  const copy = structuredClone(object) as Node;
  for (const path of paths) expandAt(account, copy, path.split('.'));
  return copy;
}

function expandAt(account: Account, node: Node, [key = '', ...rest]: string[]): void {
  if (Array.isArray(node[key])) {
    for (const each of node[key]) expandAt(account, each as Node, rest);
    return;
  }
  if (key === 'payments' && node.object === 'invoice')
    node.payments = paymentsOf(account, String(node.id));
  else if (typeof node[key] === 'string') node[key] = find(account, node[key]) ?? node[key];
  const inner = node[key];
  if (rest.length > 0 && inner && typeof inner === 'object') expandAt(account, inner as Node, rest);
}

/** Parts that answers only have when they are asked for. */
export function withoutExpandable(object: object): object {
  const { line_items: _, trialDays: __, ...rest } = object as Node;
  return rest;
}

function paymentsOf(account: Account, invoice: string) {
  const payments = account.invoicePayments.filter((each) => each.invoice === invoice);
  return listOf(`/v1/invoices/${invoice}/payments`, structuredClone(payments));
}

function find(account: Account, id: string): object | undefined {
  const shelves = [
    ...[account.customers, account.products, account.prices, account.subscriptions],
    ...[account.schedules, account.invoices, account.paymentIntents, account.paymentMethods],
    account.charges,
  ];
  for (const shelf of shelves) {
    const found = shelf.get(id);
    if (found) return structuredClone(found);
  }
  return undefined;
}
