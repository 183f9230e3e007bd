-- Made by `npm run generate` from the migrations; for reading, do not edit.

SELECT cron.schedule_in_database('sweep_holds', '* * * * *', 'select private.sweep_holds()', 'postgres', NULL, true);
