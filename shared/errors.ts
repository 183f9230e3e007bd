// errors: every code a client can meet, with its HTTP status and a sentence for people.
// SQL raises the same codes as PostgREST's PTnnn errors; docs/errors.md is made from this table.

export const errors = {
  invalid_request: { status: 400, message: 'The request is not valid.' },
  invalid_pattern: { status: 400, message: 'The pattern is not taken.' },
  invalid_amount: { status: 400, message: 'The amount must be a whole positive number.' },
  cashout_too_small: { status: 400, message: 'This is less than can be cashed out.' },
  unknown_meter: { status: 400, message: 'Nothing is counted by that name.' },
  plan_not_a_pass: { status: 400, message: 'This plan is not sold as a pass.' },
  context_length_exceeded: { status: 400, message: 'The messages are too long for this model.' },
  refused_by_provider: {
    status: 400,
    message: 'The AI provider does not take this request. Nothing was charged.',
  },
  webhook_refused: { status: 400, message: 'This delivery is not taken.' },
  unauthenticated: { status: 401, message: 'Sign in to do this.' },
  invalid_api_key: { status: 401, message: 'This API key is not valid.' },
  insufficient_credits: { status: 402, message: 'There are not enough credits for this.' },
  payment_declined: { status: 402, message: 'The card was declined. Nothing has changed.' },
  insufficient_rewards: { status: 402, message: 'There is not enough earned for this.' },
  account_suspended: { status: 403, message: 'This account is suspended.' },
  account_deactivated: { status: 403, message: 'This account is deactivated.' },
  email_not_confirmed: { status: 403, message: 'Confirm your e-mail address first.' },
  premium_required: { status: 403, message: 'This is for premium members.' },
  feature_not_in_plan: { status: 403, message: 'The plan does not have this.' },
  model_not_in_plan: { status: 403, message: 'The plan does not include this model.' },
  role_required: { status: 403, message: 'Your role in this conversation does not allow this.' },
  not_your_message: { status: 403, message: 'Only who said it, or paid for it, changes it.' },
  admin_required: { status: 403, message: 'Only admins may do this.' },
  scope_missing: { status: 403, message: 'This API key may not be used for that.' },
  not_found: { status: 404, message: 'There is nothing at this address.' },
  character_not_found: { status: 404, message: 'There is no such character.' },
  conversation_not_found: { status: 404, message: 'There is no such conversation.' },
  invitation_not_found: {
    status: 404,
    message: 'There is no such invitation, or it has ended.',
  },
  share_not_found: { status: 404, message: 'There is nothing behind this link.' },
  message_not_found: { status: 404, message: 'There is no such message.' },
  decision_not_found: { status: 404, message: 'There is no such decision to review.' },
  turn_not_found: { status: 404, message: 'There is no such turn.' },
  voice_not_found: { status: 404, message: 'There is no such talk.' },
  hold_not_found: { status: 404, message: 'There is no such hold.' },
  wallet_not_found: { status: 404, message: 'There is no such wallet.' },
  plan_not_found: { status: 404, message: 'There is no such plan.' },
  membership_not_found: { status: 404, message: 'There is no such membership.' },
  person_not_found: { status: 404, message: 'There is no such person.' },
  action_not_offered: { status: 404, message: 'This product does not offer that.' },
  action_not_found: { status: 404, message: 'There is no such action.' },
  api_key_not_found: { status: 404, message: 'There is no such API key.' },
  referral_not_found: { status: 404, message: 'There is no such referral.' },
  cashouts_not_offered: { status: 404, message: 'There are no cashouts here.' },
  cashout_not_found: { status: 404, message: 'There is no such cashout.' },
  discrepancy_not_found: { status: 404, message: 'There is no such open discrepancy.' },
  model_not_found: { status: 404, message: 'There is no such model.' },
  upload_not_found: { status: 404, message: 'There is no such upload.' },
  media_not_found: { status: 404, message: 'There is no such picture or sound.' },
  order_not_found: { status: 404, message: 'There is no such order.' },
  no_subscription: { status: 404, message: 'There is no subscription.' },
  no_payments: { status: 404, message: 'Nothing was bought yet.' },
  not_for_sale: { status: 404, message: 'This is not sold there.' },
  payment_event_not_found: { status: 404, message: 'There is no such event.' },
  method_not_allowed: { status: 405, message: 'This address does not take that method.' },
  voice_running: { status: 409, message: 'You are talking already. End that talk first.' },
  voice_ended: { status: 409, message: 'This talk is over.' },
  voice_replaced: { status: 409, message: 'This talk was connected anew elsewhere.' },
  voice_too_long: { status: 409, message: 'A talk is an hour at most. Start another one.' },
  character_has_no_voice: { status: 409, message: 'This character has no voice.' },
  changed_meanwhile: {
    status: 409,
    message: 'Something that this needs went away at the same moment. Try again.',
  },
  illegal_state_move: { status: 409, message: 'That state does not follow this one.' },
  character_mismatch: { status: 409, message: 'This conversation is with another character.' },
  media_not_ready: {
    status: 409,
    message: 'This is still being prepared. Send it in a moment.',
  },
  media_not_transcribed: {
    status: 409,
    message: 'Have this voice message transcribed, then send it.',
  },
  idempotency_conflict: {
    status: 409,
    message: 'This id was already used for something else.',
  },
  answer_streams: { status: 409, message: 'An answer still streams. It must end first.' },
  already_takes_part: { status: 409, message: 'This person takes part already.' },
  conversation_full: { status: 409, message: 'This conversation has no room for more people.' },
  owner_stays: { status: 409, message: 'Hand the conversation over before you leave.' },
  nothing_to_continue: { status: 409, message: 'Only an answer that was cut can be continued.' },
  turn_stopped: {
    status: 409,
    message: 'The answer was stopped before it began. Nothing was charged.',
  },
  offset_out_of_range: {
    status: 416,
    message: 'The answer is shorter than that. Go on from the length that is stored.',
  },
  completion_repeated: {
    status: 409,
    message: 'This idempotency key already has its answer. It is charged once.',
  },
  too_many_api_keys: { status: 409, message: 'There are too many API keys. Revoke one.' },
  trial_not_available: { status: 409, message: 'There is no trial of this plan for you.' },
  subscription_exists: {
    status: 409,
    message: 'You have a subscription: change its plan instead.',
  },
  changed_at_provider: {
    status: 409,
    message: 'This is changed on a page of the payment provider.',
  },
  payment_event_not_open: {
    status: 409,
    message: 'Only an event that was given up or ignored is dealt with by hand.',
  },
  refund_out_of_range: { status: 409, message: 'More cannot be given back than was charged.' },
  dispute_open: { status: 409, message: 'A payment is disputed: cashouts wait for its end.' },
  debt_open: { status: 409, message: 'Something is owed: new credits and rewards pay it first.' },
  catalog_orphans_memberships: {
    status: 409,
    message: 'People still have plans that are not in this catalog.',
  },
  payload_too_large: { status: 413, message: 'The request is too large.' },
  file_too_large: { status: 413, message: 'The file is too large.' },
  file_type_not_taken: {
    status: 415,
    message:
      'Only JPEG, PNG, WebP and GIF pictures and MP3, WAV, M4A, Ogg and WebM sound are taken.',
  },
  file_damaged: { status: 422, message: 'The file is damaged, or not what it says it is.' },
  file_unsafe: { status: 422, message: 'The file hides something that is no part of it.' },
  model_cannot_see: { status: 422, message: 'This character cannot see pictures.' },
  media_blocked: {
    status: 422,
    message: 'This picture goes against the rules here. It was not kept.',
  },
  message_blocked: {
    status: 422,
    message:
      'This message goes against the rules here, so it is not answered. Nothing was charged.',
  },
  answer_blocked: {
    status: 422,
    message: 'The answer went against the rules here and is withheld. Nothing was charged.',
  },
  rate_limited: { status: 429, message: 'Too much in too short a time. Try again later.' },
  quota_exceeded: { status: 429, message: 'What the plan allows is used up.' },
  internal: {
    status: 500,
    message: 'Something went wrong on our side. Nothing was charged twice.',
  },
  media_not_made: { status: 500, message: 'This could not be prepared. Send it again.' },
  empty_answer: { status: 502, message: 'The model gave no answer. Nothing was charged.' },
  answer_interrupted: {
    status: 502,
    message: 'The answer was cut off. Only what was delivered is charged.',
  },
  worker_lost: {
    status: 502,
    message: 'The answer was cut off. Only what was delivered is charged.',
  },
  auth_unavailable: { status: 503, message: 'Tokens cannot be checked now. Try again soon.' },
  database_unavailable: { status: 503, message: 'The database does not answer. Try again soon.' },
  media_pending: { status: 503, message: 'This is being prepared. Ask again soon.' },
  turn_pending: {
    status: 503,
    message: 'The answer is still being prepared. Send the same message again soon.',
  },
  storage_unavailable: {
    status: 503,
    message: 'Files cannot be stored or read now. Try again soon.',
  },
  moderation_unavailable: {
    status: 503,
    message: 'What is said here cannot be checked now. Nothing was charged; try again soon.',
  },
  provider_not_configured: {
    status: 503,
    message: 'The AI provider of this model is not configured.',
  },
  model_not_priced: { status: 503, message: 'This model cannot be charged for yet.' },
  payments_not_configured: {
    status: 503,
    message: 'Payments by this provider are not configured.',
  },
  payments_unavailable: {
    status: 503,
    message: 'The payment provider does not answer. Try again soon.',
  },
  payouts_not_configured: { status: 503, message: 'Cashouts are not configured.' },
  payouts_unavailable: { status: 503, message: 'PayPal does not answer. Try again soon.' },
  worker_not_configured: { status: 503, message: 'The worker is not configured.' },
  provider_unavailable: {
    status: 503,
    message: 'The AI provider does not answer. Nothing was charged; try again soon.',
  },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof errors;

/** Whether `code` is one of ours. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errors, code);
}

/** The body of every error answer of a function, and of an `error` event in a stream. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string; details: Record<string, unknown>; request_id: string };
}

/** A deliberate failure: a stable code, a sentence, and the numbers a client needs. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    options: { message?: string; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(options.message ?? errors[code].message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
  }

  get status(): number {
    return errors[this.code].status;
  }

  toBody(requestId: string): ErrorBody {
    const { code, message, details } = this;
    return { error: { code, message, details, request_id: requestId } };
  }
}
