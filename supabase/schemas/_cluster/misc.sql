-- Made by `npm run generate` from the migrations; for reading, do not edit.

SELECT cron.schedule_in_database('drop_old_uploads', '*/5 * * * *', 'select private.drop_old_uploads()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('forget_job_runs', '17 3 * * *', 'delete from cron.job_run_details where end_time < now() - interval ''7 days''', 'postgres', NULL, true);

SELECT cron.schedule_in_database('forget_payment_bodies', '41 3 * * *', 'select private.forget_payment_bodies()', 'postgres', NULL, true);

SELECT
  cron.schedule_in_database('forget_provider_failures', '41 3 * * *', 'delete from private.provider_failure where created_at < now() - interval ''7 days''', 'postgres', NULL, true);

SELECT cron.schedule_in_database('forget_referral_clicks', '23 3 * * *', 'select private.forget_referral_clicks()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('leave_old_files', '*/5 * * * *', 'select private.leave_old_files()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('note_recent_sessions', '* * * * *', 'select private.note_recent_sessions()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('prune_gallery_views', '27 3 * * *', 'select private.prune_gallery_views()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('prune_limits', '*/5 * * * *', 'select private.prune_limits()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('prune_moderation', '*/10 * * * *', 'select private.prune_moderation()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('prune_usage', '*/10 * * * *', 'select private.prune_usage()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('purge_conversations', '*/5 * * * *', 'select private.purge_conversations()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('purge_messages', '*/5 * * * *', 'select private.purge_messages()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('purge_notifications', '*/5 * * * *', 'select private.purge_notifications()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('queue_provider_sweeps', '7 * * * *', 'select private.queue_provider_sweeps()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('reconcile_cashouts', '41 3 * * *', 'select private.reconcile_cashouts()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('renew_wallets', '* * * * *', 'select private.renew_wallets()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('show_statistics', '* * * * *', 'select private.show_statistics()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('sum_usage', '* * * * *', 'select private.sum_usage()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('sweep_actions', '* * * * *', 'select private.sweep_actions()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('sweep_holds', '* * * * *', 'select private.sweep_holds()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('sweep_voice', '10 seconds', 'select private.sweep_voice()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('sync_referrals', '10 seconds', 'select private.sync_referrals()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('tell_announcements', '* * * * *', 'select private.tell_announcements()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('wake_media', '* * * * *', 'select private.wake_media_if_due()', 'postgres', NULL, true);

SELECT cron.schedule_in_database('wake_worker', '10 seconds', 'select private.wake_worker_if_due()', 'postgres', NULL, true);

SELECT pgmq.create('cashouts');

SELECT pgmq.create('departures');

SELECT pgmq.create('hangups');

SELECT pgmq.create('payments');

SELECT pgmq.create('sweeps');
