-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."usage_day" (
  "id"                  bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  "day"                 date   NOT NULL,
  "user_id"             uuid   NOT NULL,
  "action"              text   NOT NULL,
  "character_id"        uuid,
  "plan"                text   NOT NULL,
  "provider"            text,
  "model"               text,
  "calls"               bigint NOT NULL,
  "failed_calls"        bigint NOT NULL,
  "input_tokens"        bigint NOT NULL,
  "cached_input_tokens" bigint NOT NULL,
  "output_tokens"       bigint NOT NULL,
  "units"               bigint NOT NULL,
  "credits"             bigint NOT NULL,
  "revenue_micros"      bigint NOT NULL,
  "cost_micros"         bigint NOT NULL,
  "streamed_calls"      bigint NOT NULL,
  "first_token_ms"      bigint NOT NULL,
  "timed_calls"         bigint NOT NULL,
  "latency_ms"          bigint NOT NULL,
  CONSTRAINT "usage_day_action_check" CHECK (((char_length(action) >= 1) AND (char_length(action) <= 40))),
  CONSTRAINT "usage_day_key" UNIQUE NULLS NOT DISTINCT (user_id, day, action, character_id, plan, PROVIDER, model),
  CONSTRAINT "usage_day_model_check" CHECK (((char_length(model) >= 1) AND (char_length(model) <= 100))),
  CONSTRAINT "usage_day_pkey" PRIMARY KEY (id),
  CONSTRAINT "usage_day_plan_check" CHECK (((char_length(plan) >= 1) AND (char_length(plan) <= 40))),
  CONSTRAINT "usage_day_provider_check" CHECK (((char_length(provider) >= 1) AND (char_length(provider) <= 40)))
);

ALTER TABLE "private"."usage_day"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX usage_day_day_idx ON private.usage_day USING btree (day);

CREATE POLICY "People read their own days of usage" ON "private"."usage_day"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

GRANT SELECT ("action") ON TABLE "private"."usage_day" TO "authenticated";

GRANT SELECT ("cached_input_tokens") ON TABLE "private"."usage_day" TO "authenticated";

GRANT SELECT ("calls") ON TABLE "private"."usage_day" TO "authenticated";

GRANT SELECT ("character_id") ON TABLE "private"."usage_day" TO "authenticated";

GRANT SELECT ("credits") ON TABLE "private"."usage_day" TO "authenticated";

GRANT SELECT ("day") ON TABLE "private"."usage_day" TO "authenticated";

GRANT SELECT ("failed_calls") ON TABLE "private"."usage_day" TO "authenticated";

GRANT SELECT ("input_tokens") ON TABLE "private"."usage_day" TO "authenticated";

GRANT SELECT ("model") ON TABLE "private"."usage_day" TO "authenticated";

GRANT SELECT ("output_tokens") ON TABLE "private"."usage_day" TO "authenticated";

GRANT SELECT ("units") ON TABLE "private"."usage_day" TO "authenticated";

GRANT SELECT ("user_id") ON TABLE "private"."usage_day" TO "authenticated";

COMMENT ON TABLE "private"."usage_day" IS 'The sums of a UTC day by user, action, character, plan and model. Milliseconds are sums, of as many calls as said when they spoke first (streamed_calls) and had ended (timed_calls).';
