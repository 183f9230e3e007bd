-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE VIEW "public"."my_conversations" WITH (security_invoker=on) AS  SELECT conversation.id,
    conversation.client_id,
    conversation.title,
    conversation.role,
    conversation.character_id,
    (private.character_card(conversation.character_id) ->> 'slug'::text) AS character_slug,
    (private.character_card(conversation.character_id) ->> 'name'::text) AS character_name,
    (conversation.pinned_at IS NOT NULL) AS is_pinned,
    (conversation.archived_at IS NOT NULL) AS is_archived,
    conversation.is_shared,
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
   FROM (( SELECT conversations.id,
            conversations.client_id,
            conversations.title,
            'owner'::text AS role,
            conversations.character_id,
            conversations.pinned_at,
            conversations.archived_at,
            conversations.is_shared,
            conversations.created_at,
            conversations.last_message_at
           FROM public.conversations
          WHERE ((conversations.user_id = ( SELECT auth.uid() AS uid)) AND (conversations.deleted_at IS NULL))
        UNION ALL
         SELECT joined.id,
            (joined.id)::text AS id,
            joined.title,
            own.role,
            joined.character_id,
            own.pinned_at,
            own.archived_at,
            joined.is_shared,
            joined.created_at,
            joined.last_message_at
           FROM (public.participants own
             JOIN public.conversations joined ON ((joined.id = own.conversation_id)))
          WHERE (own.user_id = ( SELECT auth.uid() AS uid))) conversation
     LEFT JOIN public.conversation_reads read_state ON (((read_state.conversation_id = conversation.id) AND (read_state.user_id = ( SELECT auth.uid() AS uid)))));

COMMENT ON VIEW "public"."my_conversations" IS 'The conversations in which the caller takes part and that are not deleted, with the beginning of the last message and the number of unread answers (100 means 100 or more). First page: order=is_pinned.desc,last_message_at.desc,id&is_archived=is.false. By cursor: the pinned ones, then is_pinned=is.false&order=last_message_at.desc,id&limit=20, and after a row with T and I last_message_at=lte.T&or=(last_message_at.lt."T",id.gt.I).';

REVOKE ALL ON TABLE "public"."my_conversations" FROM "authenticated";

GRANT SELECT ON TABLE "public"."my_conversations" TO "authenticated";

REVOKE ALL ON TABLE "public"."my_conversations" FROM "anon", "service_role";
