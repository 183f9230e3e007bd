-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."voice_call" (
  "call_id"    text                     NOT NULL,
  "session_id" uuid,
  "nr"         integer                  NOT NULL,
  "state"      text                     NOT NULL DEFAULT 'open'::text,
  "opened_at"  timestamp with time zone NOT NULL DEFAULT now(),
  "ending_at"  timestamp with time zone,
  "over_at"    timestamp with time zone,
  CONSTRAINT "voice_call_call_id_check" CHECK ((call_id ~ '^[A-Za-z0-9_-]{1,200}$'::text)),
  CONSTRAINT "voice_call_nr_check" CHECK ((nr >= 1)),
  CONSTRAINT "voice_call_pkey" PRIMARY KEY (call_id),
  CONSTRAINT "voice_call_session_id_nr_key" UNIQUE (session_id, nr),
  CONSTRAINT "voice_call_state_check" CHECK (
CASE state
    WHEN 'open'::text THEN ((ending_at IS NULL) AND (over_at IS NULL))
    WHEN 'ending'::text THEN ((ending_at IS NOT NULL) AND (over_at IS NULL))
    WHEN 'over'::text THEN (over_at IS NOT NULL)
    WHEN 'unknown'::text THEN ((ending_at IS NOT NULL) AND (over_at IS NULL))
    ELSE false
END),
  CONSTRAINT "voice_call_session_id_fkey" FOREIGN KEY (session_id) REFERENCES public.voice_sessions(id) ON DELETE SET NULL
);

ALTER TABLE "private"."voice_call"
  ENABLE ROW LEVEL SECURITY;

CREATE UNIQUE INDEX voice_call_session_id_open_idx ON private.voice_call USING btree (session_id)
  WHERE (state = 'open'::text);

CREATE TRIGGER voice_call_queue_hangup
  AFTER INSERT OR UPDATE OF state ON private.voice_call
  FOR EACH ROW
  WHEN ((new.state = 'ending'::text))
  EXECUTE FUNCTION private.queue_hangup();

COMMENT ON COLUMN "private"."voice_call"."nr" IS 'The voice_sessions.call_nr that it was asked for with.';

COMMENT ON TABLE "private"."voice_call" IS 'A call at OpenAI that carries a talk, by OpenAI''s id; its talk goes with the account.';
