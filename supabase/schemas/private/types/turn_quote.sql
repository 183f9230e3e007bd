-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TYPE "private"."turn_quote" AS (
  "plan"         public.plans,
  "input_tokens" integer,
  "credits"      bigint
);

COMMENT ON TYPE "private"."turn_quote" IS 'The plan in force, a bound of the tokens asked (null where nothing goes by tokens), and the credits to hold.';
