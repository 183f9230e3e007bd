// database-holder: a process that runs a database until it is told to stop or killed.
// Arguments: the data folder and the port. It says "ready", and on Ctrl-C what it could still read.
import pg from 'pg';
import { startDatabase } from '../../local/database/start-database.ts';

const [dataDir = '', port] = process.argv.slice(2);
const database = await startDatabase({ dataDir, port: Number(port), durable: false });
console.log('ready');

process.on('SIGINT', async () => {
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  const { rows } = await client.query(`select 'the database still answers' as line`);
  await client.end();
  console.log(rows[0].line);
  await database.stop();
  console.log('stopped in order');
  process.exit(0);
});
