// live-messages: the messages of one conversation, kept right by rows and by events that may come
// late, twice or not at all. What a revision is: the comment on messages.revision.

/** A message that is shown. */
export interface LiveMessage {
  id: string;
  parent_id: string | null;
  /** Who said it; null for the character, and for somebody whose account is gone. */
  author_id: string | null;
  ordinal: number;
  revision: number;
  role: 'user' | 'assistant';
  kind: 'text' | 'audio' | 'media';
  state: 'streaming' | 'complete' | 'stopped' | 'interrupted' | 'failed';
  content: string;
  created_at: string;
}

/** Event `message` of `conversation:<id>`; its content is null when it is too long for an event. */
export interface MessageEvent extends Omit<LiveMessage, 'content'> {
  is_current: boolean;
  content: string | null;
}

/** Event `delta`: what follows the first `offset` UTF-16 code units of an answer. */
export interface DeltaEvent {
  message_id: string;
  revision: number;
  offset: number;
  text: string;
}

interface Known {
  message: LiveMessage;
  isCurrent: boolean;
  /** The count of events when one last told of it. */
  heardAt: number;
}

export interface LiveMessages {
  /** Those that are shown, oldest first. */
  list(): LiveMessage[];
  /** False when the row must be read: something is missing here. */
  hearMessage(event: MessageEvent): boolean;
  /** False when the row must be read: something is missing here. */
  hearDelta(event: DeltaEvent): boolean;
  /**
   * Starts a read of what is shown; the function that it returns takes the rows. What no row
   * names is shown no more, unless an event told of it since the read began.
   */
  beginRead(): (rows: LiveMessage[]) => void;
}

/** No messages yet. */
export function createLiveMessages(): LiveMessages {
  const known = new Map<string, Known>();
  let heard = 0;

  function keep(message: LiveMessage, isCurrent: boolean, heardAt: number): void {
    const before = known.get(message.id);
    const isOlder = before && isBefore(message, before.message);
    known.set(message.id, isOlder ? { ...before, heardAt } : { message, isCurrent, heardAt });
  }

  return {
    list: () =>
      [...known.values()]
        .filter(({ isCurrent }) => isCurrent)
        .map(({ message }) => message)
        .sort((one, other) => one.ordinal - other.ordinal),

    hearMessage({ is_current, content, ...rest }) {
      heard += 1;
      if (content === null) return false;
      keep({ ...rest, content }, is_current, heard);
      return true;
    },

    hearDelta({ message_id, revision, offset, text }) {
      heard += 1;
      const before = known.get(message_id);
      if (!before || before.message.revision < revision) return false;
      if (before.message.revision > revision) return true;
      const { content } = before.message;
      if (offset > content.length) return false;
      const grown = content.slice(0, offset) + text;
      keep({ ...before.message, content: grown }, before.isCurrent, heard);
      return true;
    },

    beginRead() {
      const begun = heard;
      return (rows) => {
        const ids = new Set(rows.map(({ id }) => id));
        for (const [id, { heardAt }] of known) {
          if (!ids.has(id) && heardAt <= begun) known.delete(id);
        }
        for (const row of rows) keep(row, true, known.get(row.id)?.heardAt ?? begun);
      };
    },
  };
}

/** Whether the one is an earlier version than the other. */
function isBefore(one: LiveMessage, other: LiveMessage): boolean {
  if (one.revision !== other.revision) return one.revision < other.revision;
  return one.content.length < other.content.length;
}
