-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE VIEW "private"."readable_conversations" AS  SELECT readable.id,
    readable.is_own
   FROM (( SELECT auth.uid() AS user_id
         OFFSET 0) caller
     CROSS JOIN LATERAL ( SELECT conversations.id,
            true AS is_own
           FROM public.conversations
          WHERE (conversations.user_id = caller.user_id)
        UNION ALL
         SELECT conversation.id,
            false
           FROM (public.participants own
             JOIN public.conversations conversation ON ((conversation.id = own.conversation_id)))
          WHERE ((own.user_id = caller.user_id) AND (conversation.deleted_at IS NULL))) readable);

GRANT SELECT ON TABLE "private"."readable_conversations" TO "authenticated";

COMMENT ON VIEW "private"."readable_conversations" IS 'All conversations in which the caller takes part, own ones also when they are deleted.';
