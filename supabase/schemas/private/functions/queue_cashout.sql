-- Made by `npm run generate` from the migrations; for reading, do not edit.

CREATE OR REPLACE FUNCTION private.queue_cashout (
  p_cashout_id uuid
)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path TO ''
  AS $function$
begin
  update private.payout
  set message_id = (
    select message_id from pgmq.send('cashouts', jsonb_build_object('cashout_id', p_cashout_id))
      as message_id)
  where cashout_id = p_cashout_id;
  perform private.wake_worker();
end;
$function$;

COMMENT ON FUNCTION "private"."queue_cashout"(uuid) IS 'Gives a cashout to the worker.';

REVOKE ALL ON FUNCTION "private"."queue_cashout"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."queue_cashout"(uuid) FROM "postgres";

GRANT EXECUTE ON FUNCTION "private"."queue_cashout"(uuid) TO "postgres";
