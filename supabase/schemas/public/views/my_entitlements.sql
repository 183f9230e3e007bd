-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE VIEW "public"."my_entitlements" WITH (security_invoker=on) AS  SELECT plan,
    plan_name,
    source,
    ends_at,
    next_plan,
    next_plan_at,
    features,
    models,
    limits,
    available_credits
   FROM private.own_entitlements() own_entitlements(plan, plan_name, source, ends_at, next_plan, next_plan_at, features, models, limits, available_credits);

COMMENT ON VIEW "public"."my_entitlements" IS 'One row: the caller''s plan, features, limits with what is left of them, and credits.';

REVOKE ALL ON TABLE "public"."my_entitlements" FROM "authenticated";

GRANT SELECT ON TABLE "public"."my_entitlements" TO "authenticated";

REVOKE ALL ON TABLE "public"."my_entitlements" FROM "anon", "service_role";
