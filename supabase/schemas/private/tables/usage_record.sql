-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."usage_record" (
  "id"                  bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "user_id"             uuid                     NOT NULL,
  "action"              text                     NOT NULL,
  "operation_key"       text                     NOT NULL,
  "character_id"        uuid,
  "plan"                text                     NOT NULL,
  "provider"            text,
  "model"               text,
  "price_id"            bigint,
  "input_tokens"        bigint,
  "cached_input_tokens" bigint,
  "cache_write_tokens"  bigint,
  "output_tokens"       bigint,
  "calls"               integer                  NOT NULL,
  "units"               bigint                   NOT NULL,
  "credits"             bigint                   NOT NULL,
  "revenue_micros"      bigint                   NOT NULL,
  "cost_micros"         bigint,
  "first_token_ms"      integer,
  "latency_ms"          integer,
  "outcome"             text                     NOT NULL,
  "is_summed"           boolean                  NOT NULL DEFAULT false,
  "created_at"          timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT "usage_record_action_check" CHECK (((char_length(action) >= 1) AND (char_length(action) <= 40))),
  CONSTRAINT "usage_record_calls_check" CHECK ((calls = ANY (ARRAY[0, 1]))),
  CONSTRAINT "usage_record_credits_check" CHECK (((credits >= 0) AND (revenue_micros >= 0))),
  CONSTRAINT "usage_record_model_check" CHECK (((char_length(model) >= 1) AND (char_length(model) <= 100))),
  CONSTRAINT "usage_record_operation_key_check" CHECK (((char_length(operation_key) >= 1) AND (char_length(operation_key) <= 180))),
  CONSTRAINT "usage_record_operation_key_key" UNIQUE (operation_key),
  CONSTRAINT "usage_record_outcome_check" CHECK ((outcome = ANY (ARRAY['complete'::text, 'stopped'::text, 'interrupted'::text, 'failed'::text]))),
  CONSTRAINT "usage_record_pkey" PRIMARY KEY (id),
  CONSTRAINT "usage_record_plan_check" CHECK (((char_length(plan) >= 1) AND (char_length(plan) <= 40))),
  CONSTRAINT "usage_record_provider_check" CHECK (((char_length(provider) >= 1) AND (char_length(provider) <= 40)))
);

ALTER TABLE "private"."usage_record"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX usage_record_created_at_idx ON private.usage_record USING brin (created_at);

CREATE INDEX usage_record_provider_created_at_idx ON private.usage_record USING btree (PROVIDER, created_at DESC);

CREATE INDEX usage_record_unsummed_idx ON private.usage_record USING btree (id)
  WHERE (NOT is_summed);

CREATE INDEX usage_record_user_id_unsummed_idx ON private.usage_record USING btree (user_id)
  WHERE (NOT is_summed);

CREATE TRIGGER usage_record_count_answers
  AFTER UPDATE ON private.usage_record REFERENCING NEW TABLE AS summed
  FOR EACH STATEMENT
  EXECUTE FUNCTION private.count_answers();

CREATE POLICY "People read their own usage" ON "private"."usage_record"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

GRANT SELECT ("action") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("cached_input_tokens") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("calls") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("character_id") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("created_at") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("credits") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("input_tokens") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("is_summed") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("model") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("outcome") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("output_tokens") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("units") ON TABLE "private"."usage_record" TO "authenticated";

GRANT SELECT ("user_id") ON TABLE "private"."usage_record" TO "authenticated";

COMMENT ON COLUMN "private"."usage_record"."calls" IS '1; 0 when a row only adds to an earlier one.';

COMMENT ON COLUMN "private"."usage_record"."cost_micros" IS 'What the provider asks, in millionths of a dollar; null when not known.';

COMMENT ON COLUMN "private"."usage_record"."revenue_micros" IS 'The credits at what one was worth then, in millionths of a dollar.';

COMMENT ON TABLE "private"."usage_record" IS 'One AI call, or what became known of it later.';
