// raw-pgoutput: pgoutput's messages with values as Postgres writes them.
import { type Pgoutput, PgoutputPlugin } from 'pg-logical-replication';

/** The package would make dates of timestamps and so lose digits; here all values stay texts. */
export class RawPgoutputPlugin extends PgoutputPlugin {
  readonly #onArrival: (message: Pgoutput.Message) => void;

  /** `onArrival` sees a message before it waits for its turn. */
  constructor(options: Pgoutput.Options, onArrival: (message: Pgoutput.Message) => void) {
    super(options);
    this.#onArrival = onArrival;
  }

  override parse(buffer: Buffer): Pgoutput.Message {
    const message: Pgoutput.Message = super.parse(buffer);
    if (message.tag === 'relation')
      for (const column of message.columns) column.parser = (text: string) => text;
    this.#onArrival(message);
    return message;
  }
}
