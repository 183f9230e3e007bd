-- take_back: what becomes of an answer that does not come, or is refused when it is closed already.
-- Callers: close_turn and settle_turn. States and charges: the turns migration.

create function private.show_again(p_turn public.turns, p_error_code text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Another question stays, to be sent again, unless it never will be answered.
  if p_turn.left_message_id is not null
    and (p_turn.operation <> 'edit' or p_error_code = 'message_blocked')
    and exists (
      select from public.messages where id = p_turn.assistant_message_id and is_current)
  then
    perform private.show_path(p_turn.conversation_id, p_turn.left_message_id);
  end if;
end;
$$;
comment on function private.show_again is
  'Shows the branch that a turn was to replace or continue and did not.';

create function private.take_back_answer(p_turn public.turns, p_error_code text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform from private.wallet where owner_id = p_turn.user_id for no key update;
  perform private.refund_up_to(p_turn.hold_id, p_turn.charged_credits,
    format('turn:%s:%s:late', p_turn.id, p_turn.attempt), p_error_code);
  update public.turns set error_code = p_error_code where id = p_turn.id;
  update public.messages set content = '' where id = p_turn.assistant_message_id;
end;
$$;
comment on function private.take_back_answer is
  'Empties an answer that the sweep closed and that is refused later, and gives back its price.';
