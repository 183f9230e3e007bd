-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."plan_limits" (
  "plan"           text    NOT NULL,
  "meter"          text    NOT NULL,
  "scope"          text    NOT NULL,
  "window_kind"    text    NOT NULL,
  "window_seconds" integer NOT NULL DEFAULT 0,
  "allowance"      bigint  NOT NULL,
  CONSTRAINT "plan_limits_allowance_check" CHECK (((allowance >= 1) AND (allowance <= '1000000000000'::bigint))),
  CONSTRAINT "plan_limits_meter_fkey" FOREIGN KEY (meter) REFERENCES private.meter_kind(meter) ON DELETE RESTRICT,
  CONSTRAINT "plan_limits_own_characters_check" CHECK (((meter = 'own_characters'::text) = (window_kind = 'kept'::text))),
  CONSTRAINT "plan_limits_participants_check" CHECK (((meter <> 'participants'::text) OR (window_kind = 'request'::text))),
  CONSTRAINT "plan_limits_pkey" PRIMARY KEY (plan, meter, scope, window_kind, window_seconds),
  CONSTRAINT "plan_limits_scope_check" CHECK (
CASE scope
    WHEN 'user'::text THEN true
    WHEN 'character'::text THEN (window_kind = ANY (ARRAY['day'::text, 'month'::text, 'ever'::text]))
    WHEN 'ip'::text THEN (window_kind = 'rolling'::text)
    ELSE false
END),
  CONSTRAINT "plan_limits_streams_check" CHECK (((meter = 'streams'::text) = (window_kind = 'at_once'::text))),
  CONSTRAINT "plan_limits_window_kind_check"
    CHECK ((window_kind = ANY (ARRAY['rolling'::text, 'day'::text, 'month'::text, 'ever'::text, 'request'::text, 'at_once'::text, 'kept'::text]))),
  CONSTRAINT "plan_limits_window_seconds_check" CHECK ((((window_kind = 'rolling'::text) = (window_seconds > 0)) AND ((window_seconds >= 0) AND (window_seconds <= 604800)))),
  CONSTRAINT "plan_limits_plan_fkey" FOREIGN KEY (plan) REFERENCES public.plans(slug) ON DELETE CASCADE
);

ALTER TABLE "public"."plan_limits"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX plan_limits_meter_idx ON public.plan_limits USING btree (meter);

CREATE POLICY "Visitors and people read the limits of the plans on offer" ON "public"."plan_limits"
  FOR SELECT
  TO "anon", "authenticated"
  USING ((plan IN ( SELECT plans.slug
   FROM public.plans
  WHERE (plans.state = 'offered'::text))));

COMMENT ON COLUMN "public"."plan_limits"."window_kind" IS 'rolling: so many at once, then one by one as time passes; day, month: of the UTC calendar; ever; request: the most in a single one; at_once: the most at the same time; kept: the most that one may have.';

COMMENT ON TABLE "public"."plan_limits" IS 'How much of what a plan allows in which window; what has no row is unlimited.';

REVOKE ALL ON TABLE "public"."plan_limits" FROM "anon";

GRANT SELECT ON TABLE "public"."plan_limits" TO "anon";

REVOKE ALL ON TABLE "public"."plan_limits" FROM "authenticated";

GRANT SELECT ON TABLE "public"."plan_limits" TO "authenticated";

REVOKE ALL ON TABLE "public"."plan_limits" FROM "service_role";

GRANT SELECT ON TABLE "public"."plan_limits" TO "service_role";
