-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "private"."breaker_rules" (
  "id"               boolean NOT NULL DEFAULT true,
  "failures"         integer NOT NULL DEFAULT 5,
  "calls"            integer NOT NULL DEFAULT 20,
  "window_seconds"   integer NOT NULL DEFAULT 60,
  "open_seconds"     integer NOT NULL DEFAULT 30,
  "max_open_seconds" integer NOT NULL DEFAULT 600,
  "probe_seconds"    integer NOT NULL DEFAULT 60,
  CONSTRAINT "breaker_rules_calls_check" CHECK (((calls >= failures) AND (calls <= 10000))),
  CONSTRAINT "breaker_rules_failures_check" CHECK ((failures >= 1)),
  CONSTRAINT "breaker_rules_id_check" CHECK (id),
  CONSTRAINT "breaker_rules_open_seconds_check" CHECK ((((open_seconds >= 1) AND (open_seconds <= max_open_seconds)) AND (max_open_seconds <= 86400))),
  CONSTRAINT "breaker_rules_pkey" PRIMARY KEY (id),
  CONSTRAINT "breaker_rules_probe_seconds_check" CHECK (((probe_seconds >= 1) AND (probe_seconds <= 3600))),
  CONSTRAINT "breaker_rules_window_seconds_check" CHECK (((window_seconds >= 1) AND (window_seconds <= 3600)))
);

ALTER TABLE "private"."breaker_rules"
  ENABLE ROW LEVEL SECURITY;

COMMENT ON COLUMN "private"."breaker_rules"."open_seconds" IS 'For how long the first time; doubled each time that the provider still fails.';

COMMENT ON COLUMN "private"."breaker_rules"."probe_seconds" IS 'How long the turn that tries a provider may be silent about it before another one tries.';

COMMENT ON TABLE "private"."breaker_rules" IS 'When a provider is left alone, one row: so many failures among its latest calls of the window.';
