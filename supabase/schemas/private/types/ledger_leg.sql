-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TYPE "private"."ledger_leg" AS (
  "account_id" uuid,
  "amount"     bigint
);

COMMENT ON TYPE "private"."ledger_leg" IS 'One entry to be: the account, and what it gains or loses.';
