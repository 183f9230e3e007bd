// live-typing: who types, and telling others at a rate far below the platform's limits.

/** At most one notice in this time, however fast somebody types. */
export const TYPING_NOTICE_MS = 3000;
/** Who is not heard of for so long types no more: two notices, and a slow network. */
export const TYPING_ENDS_MS = 7000;

export interface TypingEvent {
  user_id: string;
  device_id: string;
  is_typing: boolean;
}

export interface LiveTyping {
  /** The people who type now, each once. */
  list(): string[];
  hear(event: unknown): void;
  /** Call it at each key press. */
  type(): void;
  /** Call it when the text is sent or cleared. */
  pause(): void;
  /** Forgets everybody and ends the timers. */
  end(): void;
}

/** Typing as one device sees and tells it; `onChange` is called when the list may have changed. */
export function createLiveTyping(
  self: Omit<TypingEvent, 'is_typing'>,
  send: (event: TypingEvent) => void,
  onChange: () => void,
): LiveTyping {
  const typing = new Map<string, { userId: string; timer: ReturnType<typeof setTimeout> }>();
  let toldAt = Number.NEGATIVE_INFINITY;
  let isTyping = false;

  function forget(deviceId: string): void {
    clearTimeout(typing.get(deviceId)?.timer);
    if (typing.delete(deviceId)) onChange();
  }

  return {
    list: () => [...new Set([...typing.values()].map(({ userId }) => userId))],

    hear(event) {
      if (!isTypingEvent(event)) return; // Said by another client, which may say anything.
      const { device_id, user_id: userId } = event;
      forget(device_id);
      if (!event.is_typing) return;
      const timer = setTimeout(() => forget(device_id), TYPING_ENDS_MS);
      typing.set(device_id, { userId, timer });
      onChange();
    },

    type() {
      const now = performance.now();
      if (now - toldAt < TYPING_NOTICE_MS) return;
      toldAt = now;
      isTyping = true;
      send({ ...self, is_typing: true });
    },

    pause() {
      if (!isTyping) return;
      isTyping = false;
      send({ ...self, is_typing: false });
    },

    end() {
      for (const deviceId of [...typing.keys()]) forget(deviceId);
    },
  };
}

function isTypingEvent(value: unknown): value is TypingEvent {
  const event = value as Partial<TypingEvent> | null;
  return (
    typeof event?.user_id === 'string' &&
    typeof event.device_id === 'string' &&
    typeof event.is_typing === 'boolean'
  );
}
