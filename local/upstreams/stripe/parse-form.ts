// parse-form: the bodies and queries of Stripe's API: form encoding with brackets, as
// items[0][price]=price_1&metadata[user]=u1&expand[]=latest_invoice.

export type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type Form = { [key: string]: FormValue };

/** The nested object that a form means. Keys that are numbers, or nothing, make a list. */
export function parseForm(text: string): Form {
  const root: Form = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const [first = '', ...rest] = name.replaceAll(']', '').split('[');
    put(root, [first, ...rest], value);
  }
  return toLists(root) as Form;
}

function put(target: Form, [key = '', ...rest]: string[], value: string): void {
  const place = key === '' ? String(Object.keys(target).length) : key;
  if (rest.length === 0) {
    target[place] = value;
    return;
  }
  const inner = target[place];
  if (typeof inner === 'object' && !Array.isArray(inner)) put(inner, rest, value);
  else {
    const made: Form = {};
    target[place] = made;
    put(made, rest, value);
  }
}

function toLists(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, toLists(inner)] as const);
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
