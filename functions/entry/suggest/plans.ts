import { countCharacters, folded } from '../../lib/text'
import { chunkStatusNames } from '../../plans/words'
import { matchRank } from '../names'
import type { Suggestion, TypedLine } from './people'
import type { Candidates, PlanCandidate } from './queries'
import type { TypedName } from './word'
import { replaced, writeName } from './write'

type Named = { id: string; title: string }

/** A longer title is written as its id, so that the line stays readable. In characters. */
const writtenTitle = 60

/** As `matchRank`, by the id or the title; 1 for nothing typed. */
const rankOf = (typed: string, { id, title }: Named) => {
  if (typed.trim() === '') return 1
  const ranks = [id, title].map((name) => matchRank(typed, name)).filter((rank) => rank !== null)
  return ranks.length > 0 ? Math.min(...ranks) : null
}

/** The title of one where no other has it, else its id. */
const nameIn = (all: Named[], { id, title }: Named) => {
  const isShared = all.some((other) => other.id !== id && folded(other.title) === folded(title))
  return isShared || countCharacters(title) > writtenTitle ? id : title
}

/** A typed text without a chunk, and with one behind each of its slashes: the title of a plan may have slashes, too. */
const splits = (typed: string) =>
  Array.from(typed.matchAll(/\//g), ({ index }) => ({ plan: typed.slice(0, index), chunk: typed.slice(index + 1) }))

type Option = { rank: number; texts: string[] } & Pick<Suggestion, 'kind' | 'name' | 'details'>

const isOver = ({ status }: PlanCandidate['chunks'][number]) => status === 'completed' || status === 'skipped'

/** The plan, and the chunk that is next in it. */
const planOptions = (typed: string, plan: PlanCandidate, all: PlanCandidate[]): Option[] => {
  const rank = rankOf(typed, plan)
  if (rank === null) return []
  const { id, title, is_completed, next } = plan
  const name = nameIn(all, plan)
  const details = is_completed ? [chunkStatusNames.completed] : []
  const option: Option = { rank, texts: [name, id], kind: 'plan', name: title, details }
  if (!next) return [option]
  const chunk = next.is_shared || countCharacters(next.title) > writtenTitle ? next.id : next.title
  const texts = [`${name}/${chunk}`, `${id}/${next.id}`]
  return [option, { rank: Math.max(rank, 1), texts, kind: 'chunk', name: next.title, details: [title, 'next chunk'] }]
}

/** Chunks behind a slash: those that are over come last. */
const chunkOptions = (typed: string, plan: PlanCandidate, all: PlanCandidate[]): Option[] =>
  splits(typed).flatMap((typed) => {
    if (typed.plan.trim() === '' || rankOf(typed.plan, plan) === null) return []
    return plan.chunks
      .flatMap((chunk) => {
        const rank = rankOf(typed.chunk, chunk)
        return rank === null ? [] : [{ chunk, rank }]
      })
      .sort((a, b) => Number(isOver(a.chunk)) - Number(isOver(b.chunk)) || a.rank - b.rank)
      .map(({ chunk, rank }) => ({
        rank,
        texts: [`${nameIn(all, plan)}/${nameIn(plan.chunks, chunk)}`, `${plan.id}/${chunk.id}`],
        kind: 'chunk' as const,
        name: chunk.title,
        details: [plan.title, ...(isOver(chunk) ? [chunkStatusNames[chunk.status]] : [])],
      }))
  })

/** Plans and chunks for `%plan` or `%plan/chunk`; completed plans last, then the best match, then the most used. */
export const planSuggestions = (line: TypedLine, { typed, from, to }: TypedName, found: Candidates): Suggestion[] => {
  const { plans, recent } = found
  const uses = ({ id }: PlanCandidate) => recent.filter(({ plan_id }) => plan_id === id).length
  const options = plans
    .toSorted((a, b) => a.is_completed - b.is_completed || uses(b) - uses(a) || a.title.localeCompare(b.title))
    .flatMap((plan) => {
      const chunks = chunkOptions(typed, plan, plans)
      return chunks.length > 0 ? chunks : planOptions(typed, plan, plans)
    })
    .sort((a, b) => Number(a.rank > 1) - Number(b.rank > 1))
  const [only, other] = options
  // The name is complete: a list of it alone says nothing new.
  if (only?.rank === 0 && !other) return []
  const isExact = options.some(({ rank }) => rank === 0)
  return options.flatMap(({ texts, kind, name, details }, index): Suggestion[] => {
    const text = texts.map((one) => writeName('%', one)).find((one) => one !== null)
    if (text === undefined) return []
    const isSelected = index === 0 && typed !== '' && !isExact
    return [{ ...replaced(line.text, from, to, text), kind, name, details, isSelected }]
  })
}
