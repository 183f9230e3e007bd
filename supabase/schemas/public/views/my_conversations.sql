-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE VIEW "public"."my_conversations" WITH (security_invoker=on) AS  SELECT conversation.id,
    conversation.client_id,
    conversation.title,
    conversation.character_id,
    (private.character_card(conversation.character_id) ->> 'slug'::text) AS character_slug,
    (private.character_card(conversation.character_id) ->> 'name'::text) AS character_name,
    (conversation.pinned_at IS NOT NULL) AS is_pinned,
    (conversation.archived_at IS NOT NULL) AS is_archived,
    conversation.created_at,
    conversation.last_message_at,
    ( SELECT "left"(message.content, 120) AS "left"
           FROM public.messages message
          WHERE ((message.conversation_id = conversation.id) AND message.is_current AND (message.content <> ''::text))
          ORDER BY message.ordinal DESC
         LIMIT 1) AS last_message,
    ( SELECT (count(*))::integer AS count
           FROM ( SELECT
                   FROM public.messages message
                  WHERE ((message.conversation_id = conversation.id) AND (message.role = 'assistant'::text) AND message.is_current AND (message.content <> ''::text) AND (message.ordinal > COALESCE(read_state.read_ordinal, (0)::bigint)))
                 LIMIT 100) unread) AS unread_messages
   FROM (public.conversations conversation
     LEFT JOIN public.conversation_reads read_state ON (((read_state.conversation_id = conversation.id) AND (read_state.user_id = conversation.user_id))))
  WHERE ((conversation.user_id = ( SELECT auth.uid() AS uid)) AND (conversation.deleted_at IS NULL));

COMMENT ON VIEW "public"."my_conversations" IS 'The caller''s conversations that are not deleted, with the beginning of the last message and the number of unread answers (100 means 100 or more). First page: order=is_pinned.desc,last_message_at.desc,id&is_archived=is.false. By cursor: the pinned ones, then is_pinned=is.false&order=last_message_at.desc,id&limit=20, and after a row with T and I last_message_at=lte.T&or=(last_message_at.lt."T",id.gt.I).';

REVOKE ALL ON TABLE "public"."my_conversations" FROM "authenticated";

GRANT SELECT ON TABLE "public"."my_conversations" TO "authenticated";

REVOKE ALL ON TABLE "public"."my_conversations" FROM "anon", "service_role";
