import { type Candidate, candidatesFor, type Names } from '../completion/candidates'
import type { Context, Run } from '../context'
import { sanitizeLine } from '../output/text'
import type { Database } from '../store/database'
import { readStoredNote } from '../store/notes'
import { planRow, planTitles } from '../store/queries'

const plansIn = (db: Database): Candidate[] =>
  planTitles(db)
    .filter(({ status }) => status !== 'archived')
    .map(({ id, title }) => ({ value: id, about: title }))

/** Reads the chunk headings of a plan without parsing the whole plan, which is too slow for a key press. */
const chunksIn = (db: Database, planId: string): Candidate[] => {
  const plan = planRow(db, planId)
  const headings = plan?.data.content.matchAll(/^## Chunk \d+: (.*\S)\s*\{#([^}\s]+)\}\s*$/gm) ?? []
  return Array.from(headings, ([, title = '', id]) => ({ value: `${planId}/${id}`, about: title }))
}

const namesIn = ({ store }: Context): Names => {
  const db = () => store().db
  return {
    projects: () =>
      (readStoredNote(db(), 'projects') ?? [])
        .filter(({ status }) => status === 'active')
        .map(({ name, client }) => ({ value: name, about: client })),
    goals: () => (readStoredNote(db(), 'goals') ?? []).map(({ title }) => ({ value: title, about: '' })),
    plans: () => plansIn(db()),
    chunks: (planId) => chunksIn(db(), planId),
  }
}

/** Prints the completions of a command line, one per line, each with a description after a tab. */
export const complete: Run = async (context) => {
  const found = candidatesFor(context.args, namesIn(context))
  return {
    json: { candidates: found },
    text: found.map(({ value, about }) => [sanitizeLine(value), sanitizeLine(about)].filter(Boolean).join('\t')),
  }
}
