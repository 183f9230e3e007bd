// receipt-error: why there is no whole answer, as its receipt tells it.
import type { TurnReceipt } from '../../../shared/contracts/chat.ts';
import { AppError, type ErrorCode, isErrorCode } from '../../../shared/errors.ts';

/**
 * The error that the receipt names, or else `otherwise`; what moderation blocked is told in the
 * words of the catalog. `cause` is for the log; the details of an AppError are told.
 */
export function receiptError(
  receipt: TurnReceipt,
  otherwise: ErrorCode,
  cause?: unknown,
): AppError {
  const code = isErrorCode(receipt.error_code) ? receipt.error_code : otherwise;
  const message = receipt.notices.find(({ action }) => action === 'block')?.message;
  const details = cause instanceof AppError ? cause.details : {};
  return new AppError(code, {
    ...(message ? { message } : {}),
    details: { ...details, receipt },
    cause,
  });
}
