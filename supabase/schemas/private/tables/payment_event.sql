-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."payment_event" (
  "id"          bigint                   GENERATED ALWAYS AS IDENTITY NOT NULL,
  "provider"    text                     NOT NULL,
  "provider_id" text                     NOT NULL,
  "type"        text                     NOT NULL,
  "object_kind" text                     NOT NULL,
  "object_id"   text                     NOT NULL,
  "is_live"     boolean                  NOT NULL,
  "body"        text                     NOT NULL,
  "occurred_at" timestamp with time zone NOT NULL,
  "received_at" timestamp with time zone NOT NULL DEFAULT now(),
  "deliveries"  integer                  NOT NULL DEFAULT 1,
  "state"       text                     NOT NULL DEFAULT 'received'::text,
  "message_id"  bigint,
  "attempts"    integer                  NOT NULL DEFAULT 0,
  "last_error"  text,
  "note"        text,
  "finished_at" timestamp with time zone,
  CONSTRAINT "payment_event_body_check" CHECK ((octet_length(body) <= 1048576)),
  CONSTRAINT "payment_event_finished_at_check" CHECK (((state = 'received'::text) = (finished_at IS NULL))),
  CONSTRAINT "payment_event_last_error_check" CHECK ((char_length(last_error) <= 2000)),
  CONSTRAINT "payment_event_message_id_check" CHECK (((state = 'received'::text) = (message_id IS NOT NULL))),
  CONSTRAINT "payment_event_note_check" CHECK (((char_length(note) >= 1) AND (char_length(note) <= 500))),
  CONSTRAINT "payment_event_object_id_check" CHECK (((char_length(object_id) >= 1) AND (char_length(object_id) <= 255))),
  CONSTRAINT "payment_event_object_kind_check" CHECK (((char_length(object_kind) >= 1) AND (char_length(object_kind) <= 60))),
  CONSTRAINT "payment_event_pkey" PRIMARY KEY (id),
  CONSTRAINT "payment_event_provider_check" CHECK ((provider = ANY (ARRAY['stripe'::text, 'lemonsqueezy'::text, 'paypal'::text]))),
  CONSTRAINT "payment_event_provider_id_check" CHECK (((char_length(provider_id) >= 1) AND (char_length(provider_id) <= 120))),
  CONSTRAINT "payment_event_provider_provider_id_key" UNIQUE (PROVIDER, provider_id),
  CONSTRAINT "payment_event_state_check" CHECK ((state = ANY (ARRAY['received'::text, 'processed'::text, 'ignored'::text, 'dead'::text, 'resolved'::text]))),
  CONSTRAINT "payment_event_type_check" CHECK (((char_length(type) >= 1) AND (char_length(type) <= 100)))
);

ALTER TABLE "private"."payment_event"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX payment_event_object_id_idx ON private.payment_event USING btree (PROVIDER, object_id);

CREATE INDEX payment_event_state_id_idx ON private.payment_event USING btree (state, id DESC);

COMMENT ON COLUMN "private"."payment_event"."deliveries" IS 'How often the provider sent it.';

COMMENT ON TABLE "private"."payment_event" IS 'What providers reported, raw, and what became of it.';
