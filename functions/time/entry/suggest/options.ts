import { chunkStatusNames } from '../../../learning/plans/schema'
import type { Org } from '../../../lib/org'
import { countCharacters, foldText, nameKey } from '../../../lib/text/text'
import { matchRank, projectLabel } from '../../../line/names'
import { type PlanOfLine, readLineNames, tagsInUse } from '../../../line/queries'
import type { Mark } from '../../../line/tokenize'
import { type RecentUse, recentUses } from './queries'
import type { TypedName } from './typed-line'

/** A suggestion, with the line after accepting it. */
export type Suggestion = {
  line: string
  caret: number
  kind: 'project' | 'goal' | 'plan' | 'chunk' | 'task' | 'tag' | 'title' | 'person' | 'new project' | 'new tag'
  name: string
  /** Client of a project, plan of a chunk, or project, goal and tags of a title. */
  details: string[]
  color?: string | null
  isArchived?: boolean
  /** True if Enter and Tab accept it without an arrow key. */
  isSelected?: boolean
}

/** A suggested name. `texts`: spellings after the mark; the first that can be written is used. */
export type SuggestedOption = {
  rank: number
  uses: number
  isLast: boolean
  texts: string[]
  shown: Pick<Suggestion, 'kind' | 'name' | 'details' | 'color' | 'isArchived'>
}

type Named = { id?: string; name: string; client?: string; color?: string; isInactive?: boolean }

/** A name after a mark other than `%`, which can name both plan and chunk. */
export type SimpleName = TypedName & { mark: Exclude<Mark, '%'> }

export const isSimple = (word: TypedName): word is SimpleName => word.mark !== '%'

export type NamedRows = { named: Named[]; plans: PlanOfLine[]; recent: RecentUse[] }

/** Reads the rows that a mark can name, and the latest sessions, which count how often each is used. */
export const readNamedRows = async (db: D1Database, userId: string, org: Org, mark: Mark): Promise<NamedRows> => {
  const [recent, { projects, goals, plans, tasks = [] }, tags] = await Promise.all([
    recentUses(db, { userId, org }),
    readLineNames(db, userId, org, mark, [mark]),
    mark === '#' ? tagsInUse(db, userId) : [],
  ])
  const named: Named[] = [
    ...projects.map((project) => ({ ...project, isInactive: project.status !== 'active' })),
    ...[...goals, ...tasks].map(({ id, title }) => ({ id, name: title })),
    ...tags.map(({ tag, inactive }) => ({ name: tag, isInactive: inactive === 1 })),
  ]
  return { recent, plans, named: named.toSorted((a, b) => a.name.localeCompare(b.name)) }
}

const kinds = { '@': 'project', '!': 'goal', '^': 'task', '#': 'tag' } as const
const subjects = { '@': 'project_id', '!': 'goal_id', '^': 'task_id' } as const

/** Names that match the typed text, without plans, sorted by name. */
export const simpleOptions = ({ mark, typed }: SimpleName, { named, recent }: NamedRows): SuggestedOption[] => {
  const ofOneName = Map.groupBy(named, ({ name }) => nameKey(name))
  const isUse = ({ id, name }: Named, use: RecentUse) =>
    mark === '#' ? use.tags.includes(name) : use[subjects[mark]] === id
  return named.flatMap((one) => {
    const rank = typed === '' ? 1 : matchRank(typed, one.name)
    if (rank === null) return []
    const { name, client = '', color, isInactive = false } = one
    const isShared = client !== '' && (ofOneName.get(nameKey(name)) ?? []).length > 1
    return {
      rank,
      uses: recent.filter((use) => isUse(one, use)).length,
      isLast: isInactive,
      texts: [isShared ? projectLabel({ name, client }) : name],
      shown: { kind: kinds[mark], name, details: client ? [client] : [], color, isArchived: isInactive },
    }
  })
}

type Titled = { id: string; title: string }

/** Maximum length of a title written in a line, in characters. A longer title is replaced by its id. */
const writtenTitle = 60

/** Best `matchRank` of the id and the title; 1 for an empty text. */
const rankOf = (typed: string, { id, title }: Titled) => {
  if (typed.trim() === '') return 1
  const ranks = [id, title].map((name) => matchRank(typed, name)).filter((rank) => rank !== null)
  return ranks.length > 0 ? Math.min(...ranks) : null
}

/** Returns a function that names a row by its title, or by its id if the title is ambiguous or too long. */
const namer = (all: Titled[]) => {
  const ofOneTitle = Map.groupBy(all, ({ title }) => foldText(title))
  return ({ id, title }: Titled) =>
    (ofOneTitle.get(foldText(title)) ?? []).length > 1 || countCharacters(title) > writtenTitle ? id : title
}

/** Options for `%plan` and `%plan/chunk`: each plan with its next chunk, or the plan's chunks. */
export const planOptions = (typed: string, { plans, recent }: NamedRows): SuggestedOption[] => {
  const nameOf = namer(plans)
  // A slash can also be part of a title.
  const splits = Array.from(
    typed.matchAll(/\//g),
    ({ index }) => [typed.slice(0, index), typed.slice(index + 1)] as const,
  )
  const options = (plan: PlanOfLine): SuggestedOption[] => {
    const { id, title, status, chunks, next_chunk } = plan
    const isDone = status === 'completed'
    const uses = recent.filter(({ plan_id }) => plan_id === id).length
    const chunkNameOf = namer(chunks)
    const ofChunk = (rank: number, chunk: Titled, details: string[], isOver = false): SuggestedOption => ({
      rank,
      uses,
      isLast: isDone || isOver,
      texts: [`${nameOf(plan)}/${chunkNameOf(chunk)}`, `${id}/${chunk.id}`],
      shown: { kind: 'chunk', name: chunk.title, details: [title, ...details] },
    })
    const found = splits
      .filter(([ofPlan]) => ofPlan.trim() !== '' && rankOf(ofPlan, plan) !== null)
      .flatMap(([, typedChunk]) =>
        chunks.flatMap((chunk) => {
          const rank = rankOf(typedChunk, chunk)
          const isOver = chunk.status === 'completed' || chunk.status === 'skipped'
          return rank === null ? [] : ofChunk(rank, chunk, isOver ? [chunkStatusNames[chunk.status]] : [], isOver)
        }),
      )
    const rank = rankOf(typed, plan)
    if (found.length > 0 || rank === null) return found
    const next = chunks.find((chunk) => chunk.id === next_chunk)
    const details = isDone ? [chunkStatusNames.completed] : []
    return [
      { rank, uses, isLast: isDone, texts: [nameOf(plan), id], shown: { kind: 'plan', name: title, details } },
      ...(next ? [ofChunk(rank, next, ['next chunk'])] : []),
    ]
  }
  return plans.toSorted((a, b) => a.title.localeCompare(b.title) || a.id.localeCompare(b.id)).flatMap(options)
}
