-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."actions" (
  "id"                    uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"               uuid                     NOT NULL,
  "action"                text                     NOT NULL,
  "client_key"            text                     NOT NULL,
  "fingerprint"           text,
  "hold_id"               uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "state"                 text                     NOT NULL DEFAULT 'running'::text,
  "plan"                  text                     NOT NULL,
  "model"                 text,
  "pricing"               text                     NOT NULL,
  "price_credits"         bigint,
  "price_per"             bigint,
  "units_estimate"        bigint                   NOT NULL,
  "units"                 bigint,
  "input_tokens_estimate" bigint,
  "max_output_tokens"     bigint,
  "delivered_bytes"       bigint,
  "held_credits"          bigint                   NOT NULL,
  "charged_credits"       bigint                   NOT NULL DEFAULT 0,
  "price_id"              bigint,
  "input_tokens"          bigint,
  "output_tokens"         bigint,
  "error_code"            text,
  "started_at"            timestamp with time zone NOT NULL DEFAULT now(),
  "settled_at"            timestamp with time zone,
  "api_key_id"            uuid,
  CONSTRAINT "actions_action_fkey" FOREIGN KEY (action) REFERENCES private.action_kind(action) ON DELETE RESTRICT,
  CONSTRAINT "actions_charged_credits_check"
    CHECK ((((charged_credits >= 0) AND (charged_credits <= held_credits)) AND ((state = ANY (ARRAY['complete'::text, 'interrupted'::text])) OR (charged_credits = 0)))),
  CONSTRAINT "actions_client_key_check" CHECK (((char_length(client_key) >= 1) AND (char_length(client_key) <= 64))),
  CONSTRAINT "actions_error_code_check" CHECK ((char_length(error_code) <= 60)),
  CONSTRAINT "actions_fingerprint_check" CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT "actions_hold_id_fkey" FOREIGN KEY (hold_id) REFERENCES private.ledger_hold(id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "actions_model_check" CHECK (((char_length(model) >= 1) AND (char_length(model) <= 100))),
  CONSTRAINT "actions_pkey" PRIMARY KEY (id),
  CONSTRAINT "actions_plan_check" CHECK (((char_length(plan) >= 1) AND (char_length(plan) <= 40))),
  CONSTRAINT "actions_pricing_check" CHECK (
CASE pricing
    WHEN 'fixed'::text THEN ((price_credits >= 0) AND (price_per > 0))
    WHEN 'metered'::text THEN ((price_credits IS NULL) AND (price_per IS NULL))
    ELSE false
END),
  CONSTRAINT "actions_settled_at_check" CHECK (((state = 'running'::text) = (settled_at IS NULL))),
  CONSTRAINT "actions_state_check" CHECK ((state = ANY (ARRAY['running'::text, 'complete'::text, 'interrupted'::text, 'failed'::text]))),
  CONSTRAINT "actions_tokens_check" CHECK (((input_tokens >= 0) AND (output_tokens >= 0) AND (input_tokens_estimate >= 0) AND (max_output_tokens >= 0) AND (delivered_bytes >= 0))),
  CONSTRAINT "actions_units_check" CHECK ((((units_estimate >= 1) AND (units_estimate <= 1000000000)) AND (units >= 0))),
  CONSTRAINT "actions_user_id_client_key_key" UNIQUE (user_id, client_key),
  CONSTRAINT "actions_api_key_id_fkey" FOREIGN KEY (api_key_id) REFERENCES public.api_keys(id) ON DELETE SET NULL,
  CONSTRAINT "actions_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."actions"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX actions_action_idx ON public.actions USING btree (action);

CREATE INDEX actions_api_key_id_idx ON public.actions USING btree (api_key_id);

CREATE UNIQUE INDEX actions_hold_id_idx ON public.actions USING btree (hold_id);

CREATE INDEX actions_user_id_running_idx ON public.actions USING btree (user_id)
  WHERE (state = 'running'::text);

CREATE POLICY "People read their own actions" ON "public"."actions"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

COMMENT ON COLUMN "public"."actions"."api_key_id" IS 'The key that asked; null for the person.';

COMMENT ON COLUMN "public"."actions"."delivered_bytes" IS 'Of text that was delivered, as of the last checkpoint or the end; null where nothing streams.';

COMMENT ON COLUMN "public"."actions"."fingerprint" IS 'SHA-256 of the payload, where one is kept: the same key with another payload is a conflict.';

COMMENT ON TABLE "public"."actions" IS 'A paid action beside turns, and its receipt.';

REVOKE ALL ON TABLE "public"."actions" FROM "authenticated";

GRANT SELECT ON TABLE "public"."actions" TO "authenticated";

REVOKE ALL ON TABLE "public"."actions" FROM "service_role";

GRANT SELECT ON TABLE "public"."actions" TO "service_role";

REVOKE ALL ON TABLE "public"."actions" FROM "anon";
