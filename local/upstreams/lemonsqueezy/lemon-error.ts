// lemon-error: refusals in the form of JSON:API: { errors: [{ status, title, detail }] }.
import { type Refusals, UpstreamError } from '../shared/upstream-error.ts';

export class LemonError extends UpstreamError {
  constructor(status: number, detail: string, headers: Record<string, string> = {}) {
    const title = status === 404 ? 'Not Found' : status === 401 ? 'Unauthenticated' : 'Error';
    super(status, detail, { errors: [{ status: String(status), title, detail }] }, headers);
  }
}

export const lemonRefusals: Refusals = {
  refuse: (status, message) => new LemonError(status, message),
  sample: (status, _code, headers) => new LemonError(status, 'An error occurred.', headers),
};
