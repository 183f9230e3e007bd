// live-people: who takes part in a conversation, and how far each has read it.

/** Somebody who takes part, as `list_participants` tells. */
export interface LivePerson {
  user_id: string;
  role: 'owner' | 'member' | 'reader';
  username: string;
  display_name: string | null;
  /** The last message that has come to a device of theirs; 0 for none. */
  delivered_ordinal: number;
  /** The last message that they have read; 0 for none. */
  read_ordinal: number;
  last_seen_at: string | null;
}

/** Event `read` of `conversation:<id>`. */
export type ReadEvent = Pick<LivePerson, 'user_id' | 'delivered_ordinal' | 'read_ordinal'>;

export interface LivePeople {
  /** The owner first, then as they came. */
  list(): LivePerson[];
  /** Takes the rows of `list_participants`, which may be older than what was heard. */
  take(rows: LivePerson[]): void;
  hearRead(event: ReadEvent): void;
}

/** Nobody yet. */
export function createLivePeople(): LivePeople {
  let people: LivePerson[] = [];
  const reads = new Map<string, ReadEvent>();

  // Both ordinals only grow, so whatever comes in any order is right.
  function hearRead(event: ReadEvent): void {
    const before = reads.get(event.user_id);
    reads.set(event.user_id, {
      user_id: event.user_id,
      delivered_ordinal: Math.max(event.delivered_ordinal, before?.delivered_ordinal ?? 0),
      read_ordinal: Math.max(event.read_ordinal, before?.read_ordinal ?? 0),
    });
  }

  return {
    list: () => people.map((person) => ({ ...person, ...reads.get(person.user_id) })),
    take(rows) {
      people = rows;
      for (const row of rows) hearRead(row);
    },
    hearRead,
  };
}
