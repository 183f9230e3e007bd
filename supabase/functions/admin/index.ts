// admin: what admins do that needs more than SQL. Who is one, SQL decides, by the caller's token.
//   POST /functions/v1/admin/characters/<id>/test   body: shared/contracts/character-tests.ts
import { z } from 'zod';
import { characterTestRequest } from '../../../shared/contracts/character-tests.ts';
import { AppError } from '../../../shared/errors.ts';
import { authenticate } from '../_shared/authenticate.ts';
import { createApp } from '../_shared/create-app.ts';
import { parseBody } from '../_shared/parse-body.ts';
import { testCharacter } from './test-character.ts';

const app = createApp('admin');

app.post('/characters/:id/test', async ({ req, json }) => {
  const caller = await authenticate(req.raw);
  const id = z.uuid().safeParse(req.param('id'));
  if (!id.success) throw new AppError('character_not_found');
  const { text } = await parseBody(req, characterTestRequest);
  return json(await testCharacter(caller, id.data, text));
});

export default { fetch: app.fetch };
