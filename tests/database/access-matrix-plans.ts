// access-matrix-plans: the access list of what is sold, limited, counted and booked.
import {
  activePeople,
  nobody,
  ofPerson,
  ofTurn,
  people,
  readOwn,
  serviceReads,
} from './access-matrix-access.ts';
import type { Actor, Expectation } from './access-matrix-expectation.ts';

/** What a catalog offers is for everyone, what it offered once for nobody. */
function ofCatalog(column: string, [offered, retired]: [string, string]): Expectation {
  return {
    rows: { offered: () => ({ [column]: offered }), retired: () => ({ [column]: retired }) },
    access: [
      { who: ['anonymous', ...people], may: 'select', rows: ['offered'] },
      { who: ['service'], may: 'select', rows: ['offered', 'retired'] },
    ],
  };
}

const byCast: [string, string] = ['matrix-offered', 'matrix-retired'];

/** What limits are kept in, and the rules' own tables, are for SQL alone. */
const closed = (rows: Expectation['rows']): Expectation => ({ rows, access: nobody });

export const planTables: Record<string, Expectation> = {
  'public.plans': ofCatalog('slug', byCast),
  'public.plan_limits': ofCatalog('plan', byCast),
  'public.credit_packs': ofCatalog('slug', byCast),
  'public.action_prices': ofCatalog('action', ['idea', 'fine_tuning']),
  'public.memberships': {
    rows: ofPerson(({ id }) => ({ user_id: id })),
    access: [readOwn, { who: ['admin'], may: 'select', rows: ['foreign'] }, serviceReads],
  },
  'public.my_entitlements': {
    // They show the caller's own only; in the cast everybody has another number of credits.
    rows: ofPerson(({ credits }) => ({ available_credits: credits })),
    access: [readOwn],
  },
  'public.my_credits': {
    rows: ofPerson(({ credits }) => ({ available_credits: credits })),
    access: [readOwn],
  },
  'public.my_credit_history': {
    rows: ofTurn(({ entryId }) => ({ id: entryId })),
    access: [readOwn],
  },
  'public.my_usage': {
    rows: ofTurn(({ units }) => ({ action: 'idea', units })),
    access: [readOwn],
  },
  'public.actions': {
    rows: ofTurn(({ actionId }) => ({ id: actionId })),
    access: [readOwn, serviceReads],
  },
  'public.voice_sessions': {
    rows: ofTurn(({ userId }) => ({ user_id: userId })),
    access: [readOwn, serviceReads],
  },
  'private.voice_span': closed(ofTurn(({ holdId }) => ({ hold_id: holdId }))),
  'private.voice_call': closed(ofTurn(({ userId }) => ({ call_id: `rtc_${userId}` }))),
  'public.api_keys': {
    rows: ofPerson(({ id }) => ({ user_id: id })),
    access: [
      readOwn,
      {
        who: activePeople,
        may: 'update',
        rows: ['own'],
        columns: ['name', 'requests_per_minute', 'monthly_credits'],
      },
      serviceReads,
    ],
  },
  'private.api_key_secret': closed(ofPerson(({ id }) => ({ api_key_id: id }))),
  'public.audit_log': {
    rows: { any: () => ({ subject: 'matrix' }) },
    access: [{ who: ['admin', 'service'], may: 'select', rows: ['any'] }],
  },
  'private.ledger_account': {
    rows: ofPerson(({ id }) => ({ owner_id: id })),
    access: [
      {
        ...readOwn,
        columns: [
          ...['id', 'owner_id', 'kind', 'unit', 'balance', 'held', 'expires_at', 'closed_at'],
        ],
      },
    ],
  },
  'private.ledger_transfer': {
    rows: ofTurn(({ transferId }) => ({ id: transferId })),
    access: [{ ...readOwn, columns: ['id', 'reason', 'created_at'] }],
  },
  'private.ledger_entry': {
    rows: ofTurn(({ entryId }) => ({ id: entryId })),
    access: [{ ...readOwn, columns: ['id', 'transfer_id', 'account_id', 'amount'] }],
  },
  'private.ledger_hold': closed(ofTurn(({ holdId }) => ({ id: holdId }))),
  'private.ledger_hold_part': closed(ofTurn(({ holdId }) => ({ hold_id: holdId }))),
  'private.ledger_refund': closed(ofTurn(({ holdId }) => ({ hold_id: holdId }))),
  'private.wallet': closed(ofPerson(({ id }) => ({ owner_id: id }))),
  'private.rate_window': closed(ofPerson(({ id }) => ({ subject: `user:${id}` }))),
  'private.allowance_count': closed(ofPerson(({ id }) => ({ user_id: id }))),
  'private.allowance_reservation': closed(ofPerson(({ id }) => ({ user_id: id }))),
  'private.usage_record': {
    rows: ofTurn(({ userId }) => ({ user_id: userId, action: 'idea' })),
    access: [
      {
        ...readOwn,
        columns: [
          ...['user_id', 'action', 'character_id', 'model', 'input_tokens'],
          ...['cached_input_tokens', 'output_tokens', 'calls', 'units', 'credits', 'outcome'],
          ...['is_summed', 'created_at'],
        ],
      },
    ],
  },
  'private.usage_day': {
    rows: ofTurn(({ userId }) => ({ user_id: userId, action: 'chat' })),
    access: [
      {
        ...readOwn,
        columns: [
          ...['day', 'user_id', 'action', 'character_id', 'model', 'calls', 'failed_calls'],
          ...['input_tokens', 'cached_input_tokens', 'output_tokens', 'units', 'credits'],
        ],
      },
    ],
  },
  'private.usage_rules': closed({ any: () => ({ kept_days: 90 }) }),
  'private.catalog': closed({ any: () => ({ name: 'miky' }) }),
  'private.meter_kind': closed({ any: () => ({ meter: 'requests' }) }),
  'private.action_kind': closed({ any: () => ({ action: 'idea' }) }),
  'private.model_price': closed({ any: () => ({ model: 'gpt-4.1-mini' }) }),
};

export const planFunctions: Record<string, readonly Actor[]> = {
  'public.begin_action': ['service'],
  'public.settle_action': ['service'],
  'public.checkpoint_action': ['service'],
  'public.begin_voice': ['service'],
  'public.open_voice': ['service'],
  'public.fail_voice': ['service'],
  'public.claim_hangups': ['service'],
  'public.finish_hangup': ['service'],
  'public.postpone_hangup': ['service'],
  'public.renew_voice': people,
  'public.end_voice': people,
  'public.begin_completion': ['service'],
  'public.read_models': ['service'],
  'public.check_allowance': ['service'],
  'public.read_entitlements': ['service'],
  'public.estimate_turn': people,
  'public.start_trial': people,
  'public.create_api_key': people,
  'public.revoke_api_key': people,
  // They refuse by themselves whoever is no admin.
  'public.give_plan': people,
  'public.take_plan': people,
  'public.give_credits': people,
  'public.refund_turn': people,
  'public.read_blocks': people,
  'public.lift_block': people,
  'public.read_margins': people,
  'private.own_entitlements': people,
};
