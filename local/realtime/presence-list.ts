// presence-list: who is present on one topic, as Phoenix.Presence tells it.
import { randomUUID } from 'node:crypto';

/** What one channel tracks; `phx_ref` names this version of it. */
export type Meta = Record<string, unknown> & { phx_ref: string; phx_ref_prev?: string };
export type Presences = Record<string, { metas: Meta[] }>;

export interface Diff {
  joins: Presences;
  leaves: Presences;
}

/** One entry of the list, kept by the channel that tracks it. */
export interface Entry {
  key: string;
  meta: Meta;
}

export class PresenceList {
  readonly #entries = new Map<string, Set<Entry>>();

  /** Everybody, by key; those who came first first. */
  state(): Presences {
    return Object.fromEntries(
      [...this.#entries].map(([key, entries]) => [key, { metas: [...entries].map(metaOf) }]),
    );
  }

  /** Adds an entry, or puts it in the place of `previous`, which leaves in the same diff. */
  track(key: string, fields: object, previous?: Entry): { entry: Entry; diff: Diff } {
    const meta: Meta = {
      ...fields,
      phx_ref: randomUUID(),
      ...(previous && { phx_ref_prev: previous.meta.phx_ref }),
    };
    const entry = { key, meta };
    const leaves = previous ? this.untrack(previous).leaves : {};
    const entries = this.#entries.get(key) ?? new Set();
    this.#entries.set(key, entries.add(entry));
    return { entry, diff: { joins: single(entry), leaves } };
  }

  untrack(entry: Entry): Diff {
    const entries = this.#entries.get(entry.key);
    entries?.delete(entry);
    if (entries?.size === 0) this.#entries.delete(entry.key);
    return { joins: {}, leaves: single(entry) };
  }
}

function metaOf({ meta }: Entry): Meta {
  return meta;
}

function single({ key, meta }: Entry): Presences {
  return Object.fromEntries([[key, { metas: [meta] }]]);
}
