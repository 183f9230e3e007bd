-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TYPE "private"."take" AS (
  "meter"  text,
  "amount" bigint
);

COMMENT ON TYPE "private"."take" IS 'So much of what a meter counts.';
