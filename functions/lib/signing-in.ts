/** Selects the id of the person whose sign-in is being read: `(SELECT user_id FROM web_sessions WHERE …)`. */
export type Person = { text: string; values: (string | number | null)[] }

/** Stands for the id of a person who is being signed in. */
export const signingIn = 'signing in'

/** A statement with `person` in place of their id. @param bound holds `signingIn` wherever it names the person */
export const namedIn = (person: Person, query: string, bound: unknown[]) => {
  const pieces = query.split('?')
  if (pieces.length !== bound.length + 1) throw new Error('A read beside the sign-in has a question mark in its text')
  const isPerson = (index: number) => bound[index] === signingIn
  return {
    text: pieces.map((piece, at) => (at === 0 ? piece : (isPerson(at - 1) ? person.text : '?') + piece)).join(''),
    values: bound.flatMap((value, index) => (isPerson(index) ? person.values : [value])),
  }
}
