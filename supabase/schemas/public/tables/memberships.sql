-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE TABLE "public"."memberships" (
  "id"            uuid                     NOT NULL DEFAULT gen_random_uuid(),
  "user_id"       uuid                     NOT NULL,
  "plan"          text                     NOT NULL,
  "source"        text                     NOT NULL,
  "operation_key" text                     NOT NULL,
  "starts_at"     timestamp with time zone NOT NULL,
  "ends_at"       timestamp with time zone,
  "anchor_at"     timestamp with time zone NOT NULL,
  "state"         text                     NOT NULL DEFAULT 'live'::text,
  "created_at"    timestamp with time zone NOT NULL DEFAULT now(),
  "paid_by"       text,
  "revoked_at"    timestamp with time zone,
  CONSTRAINT "memberships_anchor_at_check" CHECK ((anchor_at <= starts_at)),
  CONSTRAINT "memberships_ends_at_check" CHECK ((ends_at >= starts_at)),
  CONSTRAINT "memberships_operation_key_check" CHECK (((char_length(operation_key) >= 1) AND (char_length(operation_key) <= 200))),
  CONSTRAINT "memberships_operation_key_key" UNIQUE (operation_key),
  CONSTRAINT "memberships_paid_by_check" CHECK (((char_length(paid_by) >= 1) AND (char_length(paid_by) <= 160))),
  CONSTRAINT "memberships_pass_excl" EXCLUDE USING gist (user_id WITH =, plan WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (((source = 'pass'::text) AND (state <> 'revoked'::text))),
  CONSTRAINT "memberships_pkey" PRIMARY KEY (id),
  CONSTRAINT "memberships_revoked_at_check" CHECK (((state = 'revoked'::text) = (revoked_at IS NOT NULL))),
  CONSTRAINT "memberships_source_check" CHECK ((source = ANY (ARRAY['subscription'::text, 'pass'::text, 'trial'::text, 'admin'::text, 'grace'::text]))),
  CONSTRAINT "memberships_state_check" CHECK ((state = ANY (ARRAY['live'::text, 'ended'::text, 'revoked'::text]))),
  CONSTRAINT "memberships_subscription_excl" EXCLUDE USING gist (user_id WITH =, COALESCE(paid_by, ''::text) WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (((source = 'subscription'::text) AND (state <> 'revoked'::text))),
  CONSTRAINT "memberships_plan_fkey" FOREIGN KEY (plan) REFERENCES public.plans(slug) ON DELETE RESTRICT,
  CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

ALTER TABLE "public"."memberships"
  ENABLE ROW LEVEL SECURITY;

CREATE INDEX memberships_plan_idx ON public.memberships USING btree (plan);

CREATE UNIQUE INDEX memberships_trial_idx ON public.memberships USING btree (user_id, plan)
  WHERE (source = 'trial'::text);

CREATE INDEX memberships_user_id_idx ON public.memberships USING btree (user_id)
  WHERE (state = 'live'::text);

CREATE TRIGGER memberships_notice_changed
  AFTER UPDATE OF state ON public.memberships
  FOR EACH ROW
  WHEN ((old.state <> new.state))
  EXECUTE FUNCTION private.notice_plan();

CREATE TRIGGER memberships_notice_new
  AFTER INSERT ON public.memberships
  FOR EACH ROW
  EXECUTE FUNCTION private.notice_plan();

CREATE TRIGGER memberships_require_move
  BEFORE UPDATE ON public.memberships
  FOR EACH ROW
  EXECUTE FUNCTION private.require_membership_move();

CREATE POLICY "People read their own memberships and admins read all" ON "public"."memberships"
  FOR SELECT
  TO "authenticated"
  USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT private.is_admin() AS is_admin)));

COMMENT ON COLUMN "public"."memberships"."anchor_at" IS 'Where its months are counted from: a change of plan keeps the day of the subscription.';

COMMENT ON COLUMN "public"."memberships"."ends_at" IS 'The first moment without it; null is open-ended.';

COMMENT ON COLUMN "public"."memberships"."paid_by" IS 'Provider and id of the subscription, if any.';

COMMENT ON TABLE "public"."memberships" IS 'Who has which plan, from when to when, and by what.';

REVOKE ALL ON TABLE "public"."memberships" FROM "authenticated";

GRANT SELECT ON TABLE "public"."memberships" TO "authenticated";

REVOKE ALL ON TABLE "public"."memberships" FROM "service_role";

GRANT SELECT ON TABLE "public"."memberships" TO "service_role";

REVOKE ALL ON TABLE "public"."memberships" FROM "anon";
