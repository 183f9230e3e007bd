-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."voice_span" (
  "session_id" uuid    NOT NULL,
  "nr"         integer NOT NULL,
  "hold_id"    uuid    NOT NULL DEFAULT gen_random_uuid(),
  "seconds"    bigint  NOT NULL,
  "credits"    bigint  NOT NULL,
  CONSTRAINT "voice_span_credits_check" CHECK ((credits >= 0)),
  CONSTRAINT "voice_span_hold_id_fkey" FOREIGN KEY (hold_id) REFERENCES private.ledger_hold(id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "voice_span_nr_check" CHECK ((nr >= 1)),
  CONSTRAINT "voice_span_pkey" PRIMARY KEY (session_id, nr),
  CONSTRAINT "voice_span_seconds_check" CHECK ((seconds > 0)),
  CONSTRAINT "voice_span_session_id_fkey" FOREIGN KEY (session_id) REFERENCES public.voice_sessions(id) ON DELETE CASCADE
);

ALTER TABLE "private"."voice_span"
  ENABLE ROW LEVEL SECURITY;

CREATE UNIQUE INDEX voice_span_hold_id_idx ON private.voice_span USING btree (hold_id);

COMMENT ON TABLE "private"."voice_span" IS 'Time of a talk that is held, and by which hold.';
