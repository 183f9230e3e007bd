// access-matrix-access: the words that the access list is written in.
import type { Member } from './access-matrix-cast.ts';
import type { Access, Expectation, Match } from './access-matrix-expectation.ts';

export const people = ['stranger', 'member', 'owner', 'admin', 'suspended'] as const;
export const activePeople = ['stranger', 'member', 'owner', 'admin'] as const;
export const nobody: Access[] = [];

/** Rows that belong to a person: `own`, and `foreign`, which are the witness's. */
export function ofPerson(match: (person: Member) => Match | undefined): Expectation['rows'] {
  return {
    own: (actor, cast) =>
      actor === 'anonymous' || actor === 'service' ? undefined : match(cast[actor]),
    foreign: (_, cast) => match(cast.witness),
  };
}

/** Rows of what a conversation brought about; the stranger and the member have none. */
export function ofTurn(match: (turn: NonNullable<Member['turn']>) => Match): Expectation['rows'] {
  return ofPerson(({ turn }) => (turn ? match(turn) : undefined));
}

/** Who takes part in the witness's conversation. */
export const memberReads: Access = { who: ['member'], may: 'select', rows: ['foreign'] };
export const readOwn: Access = { who: people, may: 'select', rows: ['own'] };
/** The suspended may ask, and find nothing. */
export const activeReadOwn: Access[] = [
  { who: people, may: 'select', rows: [] },
  { who: activePeople, may: 'select', rows: ['own'] },
];
export const serviceReads: Access = { who: ['service'], may: 'select', rows: ['foreign'] };
