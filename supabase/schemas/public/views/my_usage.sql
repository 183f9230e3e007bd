-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE VIEW "public"."my_usage" WITH (security_invoker=on) AS  SELECT day,
    action,
    character_id,
    model,
    (sum(calls))::bigint AS calls,
    (sum(failed_calls))::bigint AS failed_calls,
    (sum(input_tokens))::bigint AS input_tokens,
    (sum(cached_input_tokens))::bigint AS cached_input_tokens,
    (sum(output_tokens))::bigint AS output_tokens,
    (sum(units))::bigint AS units,
    (sum(credits))::bigint AS credits
   FROM ( SELECT usage_day.day,
            usage_day.action,
            usage_day.character_id,
            usage_day.model,
            usage_day.calls,
            usage_day.failed_calls,
            usage_day.input_tokens,
            usage_day.cached_input_tokens,
            usage_day.output_tokens,
            usage_day.units,
            usage_day.credits
           FROM private.usage_day
          WHERE ((usage_day.user_id = ( SELECT auth.uid() AS uid)) AND (usage_day.action <> ALL (ARRAY['title'::text, 'summary'::text, 'character_test'::text, 'lost_attempt'::text])))
        UNION ALL
         SELECT ((usage_record.created_at AT TIME ZONE 'UTC'::text))::date AS timezone,
            usage_record.action,
            usage_record.character_id,
            usage_record.model,
            usage_record.calls,
                CASE usage_record.outcome
                    WHEN 'failed'::text THEN usage_record.calls
                    ELSE 0
                END AS "case",
            COALESCE(usage_record.input_tokens, (0)::bigint) AS "coalesce",
            COALESCE(usage_record.cached_input_tokens, (0)::bigint) AS "coalesce",
            COALESCE(usage_record.output_tokens, (0)::bigint) AS "coalesce",
            usage_record.units,
            usage_record.credits
           FROM private.usage_record
          WHERE ((usage_record.user_id = ( SELECT auth.uid() AS uid)) AND (NOT usage_record.is_summed) AND (usage_record.action <> ALL (ARRAY['title'::text, 'summary'::text, 'character_test'::text, 'lost_attempt'::text])))) each
  GROUP BY day, action, character_id, model;

COMMENT ON VIEW "public"."my_usage" IS 'What the caller used each UTC day by action, character and model; up to this moment, without what the platform does and pays for itself.';

REVOKE ALL ON TABLE "public"."my_usage" FROM "authenticated";

GRANT SELECT ON TABLE "public"."my_usage" TO "authenticated";

REVOKE ALL ON TABLE "public"."my_usage" FROM "anon", "service_role";
