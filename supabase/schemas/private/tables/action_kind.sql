-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."action_kind" (
  "action"          text   NOT NULL,
  "feature"         text,
  "meter"           text   NOT NULL,
  "units_per_count" bigint,
  CONSTRAINT "action_kind_action_check" CHECK (((char_length(action) >= 1) AND (char_length(action) <= 40))),
  CONSTRAINT "action_kind_feature_check" CHECK (((char_length(feature) >= 1) AND (char_length(feature) <= 40))),
  CONSTRAINT "action_kind_pkey" PRIMARY KEY (action),
  CONSTRAINT "action_kind_units_per_count_check" CHECK ((units_per_count > 0)),
  CONSTRAINT "action_kind_meter_fkey" FOREIGN KEY (meter) REFERENCES private.meter_kind(meter) ON DELETE RESTRICT
);

ALTER TABLE "private"."action_kind"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX action_kind_meter_idx ON private.action_kind USING btree (meter);

COMMENT ON COLUMN "private"."action_kind"."units_per_count" IS 'How many units begun the meter counts as one; null counts each action as one.';

COMMENT ON TABLE "private"."action_kind" IS 'What can be paid for beside a turn: the feature it needs, and the meter that counts it.';
