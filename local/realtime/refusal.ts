// refusal: why Realtime does not do what it was asked.

/** The reasons of supabase-platform.md §4.2 that clients may tell apart, and ours beside them. */
export type RefusalCode =
  | 'ChannelRateLimitReached'
  | 'ClientJoinRateLimitReached'
  | 'ConnectionRateLimitReached'
  | 'InvalidJWTToken'
  | 'InvalidJoinPayload'
  | 'JwtSignatureError'
  | 'MalformedJWT'
  | 'PostgresChangesError'
  | 'TopicNameRequired'
  | 'UnableToReplayMessages'
  | 'Unauthorized';

/** Thrown where a request cannot be granted; `reason` is what the client is told. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }

  get reason(): string {
    return `${this.code}: ${this.message}`;
  }
}
