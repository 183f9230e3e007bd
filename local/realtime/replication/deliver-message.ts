// deliver-message: what a message of the WAL means for clients.
import type { Pgoutput } from 'pg-logical-replication';
import { type Change, deliverChange } from '../changes/deliver-change.ts';
import type { Tuple } from '../changes/read-change.ts';
import type { Context } from '../context.ts';
import { untilVisible } from './until-visible.ts';

type RowMessage = Pgoutput.MessageInsert | Pgoutput.MessageUpdate | Pgoutput.MessageDelete;

/** Rows of realtime.messages are broadcasts; all others are changes that clients may follow. */
export function deliverMessages(
  context: Context,
): (message: Pgoutput.Message) => Promise<void> | void {
  let committedAt = '';
  let xid = 0;
  return (message) => {
    switch (message.tag) {
      case 'begin':
        xid = message.xid >>> 0;
        committedAt = new Date(Number(message.commitTime) / 1000).toISOString();
        // Policies look for the row, and clients for what they are told of.
        return untilVisible(context.pool, xid);
      case 'insert':
      case 'update':
      case 'delete':
        return isBroadcast(message)
          ? broadcastRow(context, message.new, xid)
          : deliverChange(context, changeOf(message, committedAt));
    }
  };
}

function isBroadcast(message: RowMessage): message is Pgoutput.MessageInsert {
  const { schema, name } = message.relation;
  return message.tag === 'insert' && schema === 'realtime' && name === 'messages';
}

/** As realtime.send and its kin wrote it. */
function broadcastRow({ topics }: Context, row: Tuple, xid: number): void {
  const { id, topic, event, payload, binary_payload } = row;
  if (!id || !topic || !event || row.extension !== 'broadcast') return;
  const isJson = typeof binary_payload !== 'string';
  topics.broadcast(
    { name: topic, isPrivate: row.private === 't' },
    {
      event,
      payload: isJson
        ? Buffer.from(payload ?? '{}')
        : Buffer.from(binary_payload.slice('\\x'.length), 'hex'),
      isJson,
      meta: { id },
      xid,
    },
  );
}

function changeOf(message: RowMessage, committedAt: string): Change {
  const { relation, tag } = message;
  const record: Tuple | null = tag === 'delete' ? null : message.new;
  return {
    type: ({ insert: 'INSERT', update: 'UPDATE', delete: 'DELETE' } as const)[tag],
    schema: relation.schema,
    table: relation.name,
    committedAt,
    columns: relation.columns.map(({ name }) => name),
    record,
    oldRecord: tag === 'insert' ? null : (message.old ?? message.key ?? keyOf(relation, record)),
  };
}

/** An update that left the key alone says nothing about the row before. */
function keyOf({ keyColumns }: Pgoutput.MessageRelation, record: Tuple | null): Tuple {
  return Object.fromEntries(keyColumns.map((name) => [name, record?.[name]]));
}
