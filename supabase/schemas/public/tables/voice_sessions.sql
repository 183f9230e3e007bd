-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."voice_sessions" (
  "id"              uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"         uuid                     NOT NULL,
  "conversation_id" uuid,
  "client_key"      text                     NOT NULL,
  "state"           text                     NOT NULL DEFAULT 'starting'::text,
  "call_nr"         integer                  NOT NULL DEFAULT 1,
  "plan"            text                     NOT NULL,
  "model"           text                     NOT NULL,
  "voice"           text                     NOT NULL,
  "pricing"         text                     NOT NULL,
  "price_credits"   bigint,
  "price_per"       bigint,
  "held_seconds"    bigint                   NOT NULL DEFAULT 0,
  "held_credits"    bigint                   NOT NULL DEFAULT 0,
  "held_until"      timestamp with time zone NOT NULL DEFAULT now(),
  "seconds"         bigint,
  "charged_credits" bigint                   NOT NULL DEFAULT 0,
  "price_id"        bigint,
  "finish_reason"   text,
  "error_code"      text,
  "created_at"      timestamp with time zone NOT NULL DEFAULT now(),
  "opened_at"       timestamp with time zone,
  "ended_at"        timestamp with time zone,
  CONSTRAINT "voice_sessions_call_nr_check" CHECK ((call_nr >= 1)),
  CONSTRAINT "voice_sessions_charged_credits_check"
    CHECK ((((charged_credits >= 0) AND (charged_credits <= held_credits)) AND ((state = 'complete'::text) OR (charged_credits = 0)))),
  CONSTRAINT "voice_sessions_client_key_check" CHECK (((char_length(client_key) >= 1) AND (char_length(client_key) <= 64))),
  CONSTRAINT "voice_sessions_conversation_id_fkey" FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE SET NULL,
  CONSTRAINT "voice_sessions_error_code_check" CHECK ((char_length(error_code) <= 60)),
  CONSTRAINT "voice_sessions_finish_reason_check" CHECK (
CASE
    WHEN (state <> 'complete'::text) THEN (finish_reason IS NULL)
    WHEN (error_code IS NULL) THEN (finish_reason = ANY (ARRAY['stopped'::text, 'expired'::text]))
    ELSE (finish_reason = 'cut'::text)
END),
  CONSTRAINT "voice_sessions_model_check" CHECK (((char_length(model) >= 1) AND (char_length(model) <= 100))),
  CONSTRAINT "voice_sessions_pkey" PRIMARY KEY (id),
  CONSTRAINT "voice_sessions_plan_check" CHECK (((char_length(plan) >= 1) AND (char_length(plan) <= 40))),
  CONSTRAINT "voice_sessions_pricing_check" CHECK (
CASE pricing
    WHEN 'fixed'::text THEN ((price_credits >= 0) AND (price_per > 0))
    WHEN 'metered'::text THEN ((price_credits IS NULL) AND (price_per IS NULL))
    ELSE false
END),
  CONSTRAINT "voice_sessions_seconds_check" CHECK ((((seconds >= 0) AND (seconds <= held_seconds)) AND ((seconds IS NULL) = (ended_at IS NULL)))),
  CONSTRAINT "voice_sessions_state_check" CHECK (
CASE state
    WHEN 'starting'::text THEN ((opened_at IS NULL) AND (ended_at IS NULL))
    WHEN 'running'::text THEN ((opened_at IS NOT NULL) AND (ended_at IS NULL))
    WHEN 'complete'::text THEN ((opened_at IS NOT NULL) AND (ended_at IS NOT NULL))
    WHEN 'failed'::text THEN ((opened_at IS NULL) AND (ended_at IS NOT NULL))
    ELSE false
END),
  CONSTRAINT "voice_sessions_user_id_client_key_key" UNIQUE (user_id, client_key),
  CONSTRAINT "voice_sessions_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE,
  CONSTRAINT "voice_sessions_voice_check" CHECK (((char_length(voice) >= 1) AND (char_length(voice) <= 40)))
);

ALTER TABLE "public"."voice_sessions"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX voice_sessions_conversation_id_idx ON public.voice_sessions USING btree (conversation_id);

CREATE INDEX voice_sessions_held_until_idx ON public.voice_sessions USING btree (held_until)
  WHERE (state = ANY (ARRAY['starting'::text, 'running'::text]));

CREATE UNIQUE INDEX voice_sessions_user_id_open_idx ON public.voice_sessions USING btree (user_id)
  WHERE (state = ANY (ARRAY['starting'::text, 'running'::text]));

CREATE TRIGGER voice_sessions_end_calls_before_delete
  BEFORE DELETE ON public.voice_sessions
  FOR EACH ROW
  EXECUTE FUNCTION private.end_calls();

CREATE TRIGGER voice_sessions_end_calls
  AFTER UPDATE ON public.voice_sessions
  FOR EACH ROW
  WHEN ((((old.ended_at IS NULL) AND (new.ended_at IS NOT NULL)) OR ((old.error_code IS NULL) AND (new.error_code IS NOT NULL))))
  EXECUTE FUNCTION private.end_calls();

CREATE TRIGGER voice_sessions_tell_changed
  AFTER UPDATE ON public.voice_sessions
  FOR EACH ROW
  WHEN ((((old.state IS DISTINCT FROM new.state) OR (old.held_until IS DISTINCT FROM new.held_until)) AND (new.state <> 'starting'::text)))
  EXECUTE FUNCTION private.tell_voice();

CREATE POLICY "People read their own talks" ON "public"."voice_sessions"
  FOR SELECT
  TO "authenticated"
  USING ((user_id = ( SELECT auth.uid() AS uid)));

COMMENT ON COLUMN "public"."voice_sessions"."call_nr" IS 'How often OpenAI was asked to connect it.';

COMMENT ON COLUMN "public"."voice_sessions"."error_code" IS 'Why it failed, or was cut.';

COMMENT ON COLUMN "public"."voice_sessions"."held_until" IS 'When it ends unless it is renewed; while it is starting, when it is given up.';

COMMENT ON TABLE "public"."voice_sessions" IS 'A talk with a character, and its receipt.';

REVOKE ALL ON TABLE "public"."voice_sessions" FROM "authenticated";

GRANT SELECT ON TABLE "public"."voice_sessions" TO "authenticated";

REVOKE ALL ON TABLE "public"."voice_sessions" FROM "service_role";

GRANT SELECT ON TABLE "public"."voice_sessions" TO "service_role";

REVOKE ALL ON TABLE "public"."voice_sessions" FROM "anon";
