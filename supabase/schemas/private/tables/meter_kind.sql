-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."meter_kind" (
  "meter" text NOT NULL,
  CONSTRAINT "meter_kind_meter_check" CHECK (((char_length(meter) >= 1) AND (char_length(meter) <= 40))),
  CONSTRAINT "meter_kind_pkey" PRIMARY KEY (meter)
);

ALTER TABLE "private"."meter_kind"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."meter_kind" IS 'What can be limited.';
