-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE UNLOGGED TABLE "private"."rate_window" (
  "subject"        text                     NOT NULL,
  "meter"          text                     NOT NULL,
  "window_seconds" integer                  NOT NULL,
  "allowance"      bigint                   NOT NULL,
  "level"          double precision         NOT NULL,
  "leaked_at"      timestamp with time zone NOT NULL,
  CONSTRAINT "rate_window_level_check" CHECK (((level >= (0)::double precision) AND (level <= (allowance)::double precision))),
  CONSTRAINT "rate_window_meter_check" CHECK (((char_length(meter) >= 1) AND (char_length(meter) <= 40))),
  CONSTRAINT "rate_window_pkey" PRIMARY KEY (subject, meter, window_seconds, allowance),
  CONSTRAINT "rate_window_subject_check" CHECK (((subject ~ '^(user|ip|key):'::text) AND (char_length(subject) < 60)))
);

ALTER TABLE "private"."rate_window"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON TABLE "private"."rate_window" IS 'How full a bucket was when it was last looked at; subject is user:<id>, key:<id> or ip:<address>.';
