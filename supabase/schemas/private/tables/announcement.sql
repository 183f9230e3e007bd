-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."announcement" (
  "id"         uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "title"      text                     NOT NULL,
  "body"       text                     NOT NULL,
  "url"        text,
  "told_until" uuid,
  "created_at" timestamp with time zone NOT NULL DEFAULT now(),
  "ended_at"   timestamp with time zone,
  CONSTRAINT "announcement_body_check" CHECK (((char_length(body) >= 1) AND (char_length(body) <= 1000))),
  CONSTRAINT "announcement_pkey" PRIMARY KEY (id),
  CONSTRAINT "announcement_title_check" CHECK (((char_length(title) >= 1) AND (char_length(title) <= 120))),
  CONSTRAINT "announcement_url_check" CHECK (((url ~ '^https://\S+$'::text) AND (char_length(url) <= 300)))
);

ALTER TABLE "private"."announcement"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX announcement_open_idx ON private.announcement USING btree (created_at)
  WHERE (ended_at IS NULL);

COMMENT ON COLUMN "private"."announcement"."told_until" IS 'People are told in the order of their ids; this one was the last.';

COMMENT ON TABLE "private"."announcement" IS 'What admins announced to everybody.';
