// access-matrix-expectation: the access list of Parley. Who may do what with which rows.
// What is not listed is denied. The matrix test executes every cell, listed or not, and fails on a
// table, view or function that is not named here.
import {
  activePeople,
  ofPerson,
  ofTurn,
  people,
  readOwn,
  serviceReads,
} from './access-matrix-access.ts';
import type { Cast } from './access-matrix-cast.ts';
import { characterFunctions, characterTables } from './access-matrix-characters.ts';
import { conversationFunctions, conversationTables } from './access-matrix-conversations.ts';
import { liveFunctions, liveTables } from './access-matrix-live.ts';
import { mediaFunctions, mediaTables } from './access-matrix-media.ts';
import { moderationFunctions, moderationTables } from './access-matrix-moderation.ts';
import { paymentFunctions, paymentTables } from './access-matrix-payments.ts';
import { planFunctions, planTables } from './access-matrix-plans.ts';
import { providerFunctions, providerTables } from './access-matrix-providers.ts';
import { rewardFunctions, rewardTables } from './access-matrix-rewards.ts';

/**
 * anonymous: no session. stranger: an account, which once took part in the witness's conversation
 * and is invited again. member: takes part in it. suspended: as owner, suspended.
 */
export const actors = [
  'anonymous',
  'stranger',
  'member',
  'owner',
  'admin',
  'suspended',
  'service',
] as const;
export type Actor = (typeof actors)[number];

/** The database role that an actor's requests run as. */
export const roleOf: Record<Actor, 'anon' | 'authenticated' | 'service_role'> = {
  anonymous: 'anon',
  stranger: 'authenticated',
  member: 'authenticated',
  owner: 'authenticated',
  admin: 'authenticated',
  suspended: 'authenticated',
  service: 'service_role',
};

export type Operation = 'select' | 'insert' | 'update' | 'delete';

/** Column values that find rows, as a client's filter does. */
export type Match = Record<string, string | number | boolean>;

export interface Access {
  who: readonly Actor[];
  may: Operation;
  /** Names out of `rows` of the same table. */
  rows: string[];
  /** Only these columns; all when absent. */
  columns?: string[];
}

export interface Expectation {
  /** The kinds of rows, and how an actor's are found; undefined when the actor has none. */
  rows: Record<string, (actor: Actor, cast: Cast) => Match | undefined>;
  access: Access[];
  /** A table of the platform: it grants more than operations, which no client can reach. */
  isPlatforms?: true;
  /** A view that policies ask: it reads as its owner and names only what is the caller's. */
  isOwnersView?: true;
}

export const tables: Record<string, Expectation> = {
  'public.profiles': {
    rows: ofPerson(({ id }) => ({ id })),
    access: [
      readOwn,
      { who: ['admin'], may: 'select', rows: ['foreign'] },
      {
        who: activePeople,
        may: 'update',
        rows: ['own'],
        columns: ['username', 'display_name', 'locale'],
      },
      serviceReads,
      { who: ['service'], may: 'update', rows: ['foreign'] },
    ],
  },
  'public.models': {
    rows: {
      offered: () => ({ id: 'matrix-offered' }),
      retired: () => ({ id: 'matrix-retired' }),
    },
    access: [
      { who: ['anonymous', ...people], may: 'select', rows: ['offered'] },
      { who: ['service'], may: 'select', rows: ['offered', 'retired'] },
      { who: ['service'], may: 'insert', rows: ['offered', 'retired'] },
      { who: ['service'], may: 'update', rows: ['offered', 'retired'] },
      { who: ['service'], may: 'delete', rows: ['offered', 'retired'] },
    ],
  },
  'public.turns': { rows: ofTurn(({ id }) => ({ id })), access: [readOwn, serviceReads] },
  ...characterTables,
  ...conversationTables,
  ...liveTables,
  ...mediaTables,
  ...moderationTables,
  ...providerTables,
  ...planTables,
  ...paymentTables,
  ...rewardTables,
};

/** Who may call a function. Those of `private` need a line only when an API role may call them. */
export const functions: Record<string, readonly Actor[]> = {
  'public.begin_turn': ['service'],
  'public.begin_edit': ['service'],
  'public.begin_regeneration': ['service'],
  'public.begin_continuation': ['service'],
  'public.checkpoint_turn': ['service'],
  'public.name_conversation': ['service'],
  'public.summary_task': ['service'],
  'public.store_summary': ['service'],
  'public.stop_turn': people,
  'public.find_turn': ['service'],
  'public.settle_turn': ['service'],
  'public.read_turn': ['service'],
  'private.is_admin': people,
  ...characterFunctions,
  ...conversationFunctions,
  ...liveFunctions,
  ...mediaFunctions,
  ...moderationFunctions,
  ...providerFunctions,
  ...planFunctions,
  ...paymentFunctions,
  ...rewardFunctions,
};
