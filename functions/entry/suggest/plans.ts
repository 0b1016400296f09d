import { countCharacters, folded } from '../../lib/text'
import { matchRank } from '../../line/names'
import { chunkStatusNames } from '../../plans/words'
import type { Suggestion } from './people'
import type { Candidates, PlanCandidate } from './queries'
import type { TypedName } from './word'

type Named = { id: string; title: string }

/** A longer title is written as its id, so that the line stays readable. In characters. */
const writtenTitle = 60

/** As `matchRank`, by the id or the title; 1 for nothing typed. */
const rankOf = (typed: string, { id, title }: Named) => {
  if (typed.trim() === '') return 1
  const ranks = [id, title].map((name) => matchRank(typed, name)).filter((rank) => rank !== null)
  return ranks.length > 0 ? Math.min(...ranks) : null
}

/** Names rows by their titles, those of one title by their ids. */
const namer = (all: Named[]) => {
  const ofOneTitle = Map.groupBy(all, ({ title }) => folded(title))
  return ({ id, title }: Named) =>
    (ofOneTitle.get(folded(title)) ?? []).length > 1 || countCharacters(title) > writtenTitle ? id : title
}

/** A typed text without a chunk, and with one behind each of its slashes: the title of a plan may have slashes, too. */
const splits = (typed: string) =>
  Array.from(typed.matchAll(/\//g), ({ index }) => ({ plan: typed.slice(0, index), chunk: typed.slice(index + 1) }))

/** A name to offer, with the texts that may stand for it behind its mark: the first that can be written counts. */
export type Option = {
  rank: number
  uses: number
  isLast: boolean
  texts: string[]
  shown: Pick<Suggestion, 'kind' | 'name' | 'details' | 'color' | 'isArchived'>
}

const isOver = ({ status }: PlanCandidate['chunks'][number]) => status === 'completed' || status === 'skipped'

/** Plans and chunks for `%plan` or `%plan/chunk`: each plan with the chunk that is next in it, or its chunks. */
export const planOptions = ({ typed }: TypedName, { plans, recent }: Candidates): Option[] => {
  const nameOf = namer(plans)
  return plans
    .toSorted((a, b) => a.title.localeCompare(b.title) || a.id.localeCompare(b.id))
    .flatMap((plan): Option[] => {
      const { id, title, is_completed, next } = plan
      const uses = recent.filter(({ plan_id }) => plan_id === id).length
      const chunkNameOf = namer(plan.chunks)
      const chunks = splits(typed).flatMap((parts) => {
        if (parts.plan.trim() === '' || rankOf(parts.plan, plan) === null) return []
        return plan.chunks.flatMap((chunk): Option[] => {
          const rank = rankOf(parts.chunk, chunk)
          if (rank === null) return []
          const details = [title, ...(isOver(chunk) ? [chunkStatusNames[chunk.status]] : [])]
          return [
            {
              ...{ rank, uses, isLast: isOver(chunk) || is_completed === 1 },
              texts: [`${nameOf(plan)}/${chunkNameOf(chunk)}`, `${id}/${chunk.id}`],
              shown: { kind: 'chunk', name: chunk.title, details },
            },
          ]
        })
      })
      const rank = rankOf(typed, plan)
      if (chunks.length > 0 || rank === null) return chunks
      const ranked = { rank, uses, isLast: is_completed === 1 }
      const details = is_completed ? [chunkStatusNames.completed] : []
      const option: Option = { ...ranked, texts: [nameOf(plan), id], shown: { kind: 'plan', name: title, details } }
      if (!next) return [option]
      const chunk = next.is_shared || countCharacters(next.title) > writtenTitle ? next.id : next.title
      const texts = [`${nameOf(plan)}/${chunk}`, `${id}/${next.id}`]
      return [option, { ...ranked, texts, shown: { kind: 'chunk', name: next.title, details: [title, 'next chunk'] } }]
    })
}
