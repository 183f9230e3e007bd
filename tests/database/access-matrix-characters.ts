// access-matrix-characters: the access list of cards, prompts, what characters know and their sums.
import { nobody, ofPerson, people } from './access-matrix-access.ts';
import type { Actor, Expectation } from './access-matrix-expectation.ts';

const ALL = ['published', 'draft', 'archived', 'foreign'];

const ofSpoken: Expectation['rows'] = { any: (_, cast) => ({ character_id: cast.characterId }) };

export const characterTables: Record<string, Expectation> = {
  'public.characters': {
    rows: {
      published: () => ({ slug: 'matrix-published' }),
      draft: () => ({ slug: 'matrix-draft' }),
      archived: () => ({ slug: 'matrix-archived' }),
      ...ofPerson(({ id }) => ({ owner_id: id })),
    },
    access: [
      { who: ['anonymous', ...people], may: 'select', rows: ['published'] },
      { who: people, may: 'select', rows: ['own'] },
      { who: ['admin'], may: 'select', rows: ['draft', 'archived', 'foreign'] },
      { who: ['service'], may: 'select', rows: ALL },
      { who: ['service'], may: 'insert', rows: ALL },
      { who: ['service'], may: 'update', rows: ALL },
      { who: ['service'], may: 'delete', rows: ALL },
    ],
  },
  'public.personality_sentences': {
    rows: {
      offered: () => ({ aspect: 'trait', value: 'matrix_offered' }),
      retired: () => ({ aspect: 'trait', value: 'matrix_retired' }),
    },
    access: [
      { who: ['anonymous', ...people], may: 'select', rows: ['offered'] },
      { who: ['service'], may: 'select', rows: ['offered', 'retired'] },
    ],
  },
  'private.character_prompt': { rows: ofSpoken, access: nobody },
  'private.character_fact': { rows: ofSpoken, access: nobody },
  'private.character_search': { rows: ofSpoken, access: nobody },
  'private.character_stats': { rows: ofSpoken, access: nobody },
  'private.conversation_start': { rows: ofSpoken, access: nobody },
};

export const characterFunctions: Record<string, readonly Actor[]> = {
  'public.search_characters': ['anonymous', ...people],
  'public.create_character': people,
  'public.change_character': people,
  'public.move_character': people,
  'public.set_character_facts': people,
  'public.read_character': people,
  'public.preview_character_prompt': people,
  'public.begin_character_test': people,
  'public.record_character_test': ['service'],
};
