-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."allowance_count" (
  "user_id"     uuid   NOT NULL,
  "meter"       text   NOT NULL,
  "window_kind" text   NOT NULL,
  "scope_id"    uuid   NOT NULL,
  "starts_on"   date   NOT NULL,
  "used"        bigint NOT NULL,
  CONSTRAINT "allowance_count_meter_check" CHECK (((char_length(meter) >= 1) AND (char_length(meter) <= 40))),
  CONSTRAINT "allowance_count_pkey" PRIMARY KEY (user_id, meter, window_kind, scope_id, starts_on),
  CONSTRAINT "allowance_count_used_check" CHECK ((used >= 0)),
  CONSTRAINT "allowance_count_window_kind_check" CHECK ((window_kind = ANY (ARRAY['day'::text, 'month'::text, 'ever'::text]))),
  CONSTRAINT "allowance_count_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "private"."allowance_count"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX allowance_count_starts_on_idx ON private.allowance_count USING btree (starts_on)
  WHERE (window_kind <> 'ever'::text);

COMMENT ON TABLE "private"."allowance_count" IS 'What a person used in a day, a month or ever; scope_id is a character or an API key, or zero for all.';
