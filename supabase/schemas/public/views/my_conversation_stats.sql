-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE VIEW "public"."my_conversation_stats" WITH (security_invoker=on) AS  SELECT character_id,
    (private.character_card(character_id) ->> 'slug'::text) AS character_slug,
    (private.character_card(character_id) ->> 'name'::text) AS character_name,
    (count(*))::integer AS conversations,
    (sum(( SELECT count(*) AS count
           FROM public.messages message
          WHERE ((message.conversation_id = conversation.id) AND message.is_current AND ((message.content <> ''::text) OR (message.kind <> 'text'::text))))))::bigint AS messages,
    max(last_message_at) AS last_message_at
   FROM public.conversations conversation
  WHERE (deleted_at IS NULL)
  GROUP BY character_id;

COMMENT ON VIEW "public"."my_conversation_stats" IS 'One row for each character the caller talks to: conversations, messages of both, last use.';

REVOKE ALL ON TABLE "public"."my_conversation_stats" FROM "authenticated";

GRANT SELECT ON TABLE "public"."my_conversation_stats" TO "authenticated";

REVOKE ALL ON TABLE "public"."my_conversation_stats" FROM "anon", "service_role";
