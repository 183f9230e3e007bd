// watch-answer: an answer as its reader sees it, also when the connection breaks, and when.

export interface Watched {
  /** Each piece of the text, and when it came: ms of this process. */
  deltas: { text: string; at: number }[];
  /** Whether the stream came to its own end. */
  isWhole: boolean;
}

/** Reads a UI message stream to its end, or to where it breaks. */
export async function watchAnswer(response: Response): Promise<Watched> {
  const deltas: Watched['deltas'] = [];
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const bytes of response.body ?? []) {
      const at = performance.now();
      const events = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        if (!event.startsWith('data: ')) continue; // A comment.
        if (event === 'data: [DONE]') return { deltas, isWhole: true };
        const chunk = JSON.parse(event.slice('data: '.length));
        if (chunk.type === 'text-delta') deltas.push({ text: chunk.delta, at });
      }
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // fetch's own, of a connection that broke.
  }
  return { deltas, isWhole: false };
}

/** All of the text that was seen. */
export function textOf({ deltas }: Watched): string {
  return deltas.map(({ text }) => text).join('');
}
