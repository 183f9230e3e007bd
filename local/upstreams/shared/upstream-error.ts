// upstream-error: a refusal of a stand-in, in the shape of the provider that it stands for.

/** Thrown anywhere behind a route; rendered once, by the routes. */
export class UpstreamError extends Error {
  readonly status: number;
  readonly body: object;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, body: object, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** What differs between the refusals of providers: their bodies. */
export interface Refusals {
  /** A refusal for a reason of the stand-in's own, in these words. */
  refuse(status: number, message: string): UpstreamError;
  /** The error that the provider gives with this status, or, of several, with this code. */
  sample(status: number, code: string | undefined, headers: Record<string, string>): UpstreamError;
}
