-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."turns" (
  "id"                    uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"               uuid                     NOT NULL,
  "conversation_id"       uuid                     NOT NULL,
  "client_message_id"     text                     NOT NULL,
  "fingerprint"           text                     NOT NULL,
  "operation"             text                     NOT NULL DEFAULT 'send'::text,
  "answer_kind"           text,
  "source_message_id"     uuid,
  "left_message_id"       uuid,
  "user_message_id"       uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "assistant_message_id"  uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "hold_id"               uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "attempt"               integer                  NOT NULL DEFAULT 1,
  "state"                 text                     NOT NULL DEFAULT 'streaming'::text,
  "plan"                  text                     NOT NULL,
  "model"                 text                     NOT NULL,
  "models"                text[]                   NOT NULL DEFAULT '{}'::text[],
  "pricing"               text                     NOT NULL,
  "max_output_tokens"     integer                  NOT NULL,
  "input_tokens_estimate" integer,
  "held_credits"          bigint                   NOT NULL,
  "charged_credits"       bigint                   NOT NULL DEFAULT 0,
  "price_id"              bigint,
  "input_tokens"          integer,
  "cached_input_tokens"   integer,
  "output_tokens"         integer,
  "finish_reason"         text,
  "error_code"            text,
  "started_at"            timestamp with time zone NOT NULL DEFAULT now(),
  "stop_requested_at"     timestamp with time zone,
  "settled_at"            timestamp with time zone,
  CONSTRAINT "turns_answer_kind_check" CHECK ((answer_kind = ANY (ARRAY['text'::text, 'audio'::text, 'media'::text]))),
  CONSTRAINT "turns_assistant_message_id_fkey" FOREIGN KEY (assistant_message_id) REFERENCES public.messages(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "turns_attempt_check" CHECK (((attempt >= 1) AND (attempt <= 1000))),
  CONSTRAINT "turns_charged_credits_check"
    CHECK ((((charged_credits >= 0) AND (charged_credits <= held_credits)) AND ((state <> ALL (ARRAY['streaming'::text, 'failed'::text])) OR (charged_credits = 0)))),
  CONSTRAINT "turns_client_message_id_check" CHECK (((char_length(client_message_id) >= 1) AND (char_length(client_message_id) <= 64))),
  CONSTRAINT "turns_conversation_id_fkey" FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE,
  CONSTRAINT "turns_error_code_check" CHECK ((char_length(error_code) <= 60)),
  CONSTRAINT "turns_fingerprint_check" CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT "turns_finish_reason_check" CHECK ((char_length(finish_reason) <= 40)),
  CONSTRAINT "turns_hold_id_fkey" FOREIGN KEY (hold_id) REFERENCES private.ledger_hold(id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "turns_left_message_id_fkey" FOREIGN KEY (left_message_id) REFERENCES public.messages(id) ON DELETE SET NULL,
  CONSTRAINT "turns_model_check" CHECK (((char_length(model) >= 1) AND (char_length(model) <= 100))),
  CONSTRAINT "turns_models_check" CHECK ((cardinality(models) <= 6)),
  CONSTRAINT "turns_operation_check"
    CHECK (((operation = ANY (ARRAY['send'::text, 'edit'::text, 'regenerate'::text, 'continue'::text])) AND ((operation = 'send'::text) = (source_message_id IS NULL)))),
  CONSTRAINT "turns_pkey" PRIMARY KEY (id),
  CONSTRAINT "turns_plan_check" CHECK (((char_length(plan) >= 1) AND (char_length(plan) <= 40))),
  CONSTRAINT "turns_pricing_check" CHECK ((pricing = ANY (ARRAY['fixed'::text, 'metered'::text]))),
  CONSTRAINT "turns_settled_at_check" CHECK (((state = 'streaming'::text) = (settled_at IS NULL))),
  CONSTRAINT "turns_source_message_id_fkey" FOREIGN KEY (source_message_id) REFERENCES public.messages(id) ON DELETE CASCADE,
  CONSTRAINT "turns_state_check" CHECK ((state = ANY (ARRAY['streaming'::text, 'complete'::text, 'stopped'::text, 'interrupted'::text, 'failed'::text]))),
  CONSTRAINT "turns_tokens_check" CHECK (((input_tokens >= 0) AND (cached_input_tokens >= 0) AND (output_tokens >= 0))),
  CONSTRAINT "turns_user_id_client_message_id_key" UNIQUE (user_id, client_message_id),
  CONSTRAINT "turns_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE,
  CONSTRAINT "turns_user_message_id_fkey" FOREIGN KEY (user_message_id) REFERENCES public.messages(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

ALTER TABLE "public"."turns"
  ENABLE ROW LEVEL SECURITY;

CREATE UNIQUE INDEX turns_assistant_message_id_idx ON public.turns USING btree (assistant_message_id);

CREATE INDEX turns_conversation_id_idx ON public.turns USING btree (conversation_id);

CREATE INDEX turns_conversation_id_streaming_idx ON public.turns USING btree (conversation_id)
  WHERE (state = 'streaming'::text);

CREATE UNIQUE INDEX turns_hold_id_idx ON public.turns USING btree (hold_id);

CREATE INDEX turns_left_message_id_idx ON public.turns USING btree (left_message_id)
  WHERE (left_message_id IS NOT NULL);

CREATE INDEX turns_source_message_id_idx ON public.turns USING btree (source_message_id)
  WHERE (source_message_id IS NOT NULL);

CREATE INDEX turns_user_id_streaming_idx ON public.turns USING btree (user_id)
  WHERE (state = 'streaming'::text);

CREATE INDEX turns_user_message_id_failed_idx ON public.turns USING btree (user_message_id)
  WHERE (state = 'failed'::text);

CREATE INDEX turns_user_message_id_idx ON public.turns USING btree (user_message_id);

CREATE TRIGGER turns_require_legal_move
  BEFORE UPDATE OF state ON public.turns
  FOR EACH ROW
  WHEN ((old.state <> new.state))
  EXECUTE FUNCTION private.require_legal_move();

CREATE POLICY "People read their own turns" ON "public"."turns"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

COMMENT ON COLUMN "public"."turns"."answer_kind" IS 'What kind of answer was asked for; null where the character decides.';

COMMENT ON COLUMN "public"."turns"."fingerprint" IS 'SHA-256 of the payload: the same client message id with another payload is a conflict.';

COMMENT ON COLUMN "public"."turns"."held_credits" IS 'The estimate that was reserved before the answer.';

COMMENT ON COLUMN "public"."turns"."input_tokens_estimate" IS 'A bound of what the model is asked, made where the price or a limit is by tokens.';

COMMENT ON COLUMN "public"."turns"."left_message_id" IS 'The last message that was shown when another branch was begun: shown again if nothing comes.';

COMMENT ON COLUMN "public"."turns"."models" IS 'Whose words are in the answer, in order; model is the one that was asked for and is paid.';

COMMENT ON COLUMN "public"."turns"."price_id" IS 'The version of the model''s price by which the answer was charged or its cost recorded.';

COMMENT ON TABLE "public"."turns" IS 'A message, its answer and their charge: the receipt.';

REVOKE ALL ON TABLE "public"."turns" FROM "authenticated";

GRANT SELECT ON TABLE "public"."turns" TO "authenticated";

REVOKE ALL ON TABLE "public"."turns" FROM "service_role";

GRANT SELECT ON TABLE "public"."turns" TO "service_role";

REVOKE ALL ON TABLE "public"."turns" FROM "anon";
