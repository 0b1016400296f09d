import { folded, isolated, nameKey } from '../lib/text'
import type { ProjectRow } from '../projects/schema'
import { projectLabel } from '../projects/words'

const words = (text: string) => folded(text).match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * How well a name matches what was typed of it, ignoring case and accents: 0 if it equals it, 1 if it begins with it, 2
 * if each typed word begins a word of it. Null if it does not match.
 */
export const matchRank = (typed: string, name: string): 0 | 1 | 2 | null => {
  const [text, whole] = [folded(typed.trim()), folded(name)]
  if (whole === text) return 0
  if (whole.startsWith(text)) return 1
  const [typedWords, nameWords] = [words(text), words(whole)]
  if (typedWords.length === 0) return null
  return typedWords.every((word) => nameWords.some((one) => one.startsWith(word))) ? 2 : null
}

/**
 * The project of a line: an own one, a new one that the person chose to create, or an unknown name with names that could
 * be created and own projects whose names begin with it.
 */
export type EntryProject =
  | { kind: 'own'; id: string; name: string; client: string; color: string; isArchived: boolean }
  | { kind: 'new'; id: null; name: string }
  | { kind: 'unknown'; id: null; name: string; error: string; creatable: string[]; similar: ProjectRow[] }

const quoted = (text: string) => `“${isolated(text)}”`

const sameName = (a: string, b: string) => nameKey(a) === nameKey(b)

/** Active projects win over archived ones, then those without a client. */
const rank = ({ status, client }: ProjectRow) => Number(status !== 'active') * 2 + Number(client !== '')

const best = (projects: ProjectRow[]) => projects.toSorted((a, b) => rank(a) - rank(b))[0]

/** Finds a project by its name, its name with its client, or its name without accents. */
const ownProject = (name: string, projects: ProjectRow[]) =>
  best(projects.filter((one) => sameName(one.name, name))) ??
  best(projects.filter((one) => sameName(projectLabel(one), name))) ??
  best(projects.filter((one) => folded(one.name) === folded(name)))

const mostSimilar = 3

type UnknownContext = {
  /** Plain words behind an unquoted name, which may belong to it. */
  behind: string[]
  /** Name of the project that the person chose to create. */
  create: string
  /** Id of the own project that the person chose instead. */
  chosen: string
}

export const projectNamed = (
  name: string,
  projects: ProjectRow[],
  { behind, create, chosen }: UnknownContext = { behind: [], create: '', chosen: '' },
): EntryProject => {
  const project = ownProject(name, projects) ?? projects.find(({ id }) => id === chosen)
  if (project) {
    const { id, name: ownName, client, color, status } = project
    return { kind: 'own', id, name: ownName, client, color, isArchived: status !== 'active' }
  }
  if (sameName(create, name)) return { kind: 'new', id: null, name }
  return {
    kind: 'unknown',
    id: null,
    name,
    error: `There is no project ${quoted(name)}.`,
    creatable: [name, ...behind.slice(0, 2).map((_, index) => [name, ...behind.slice(0, index + 1)].join(' '))],
    similar: projects
      .filter((one) => matchRank(name, one.name) !== null)
      .toSorted((a, b) => rank(a) - rank(b))
      .slice(0, mostSimilar),
  }
}

type GoalChoice = { id: string; title: string }

/** The goal or the task of a line; `id` is null if the name is unknown or ambiguous, and `error` says which. */
export type EntryGoal = { id: string; title: string } | { id: null; title: string; error: string }

const listed = (titles: string[]) => {
  const shown = titles.slice(0, 3).map(quoted)
  return titles.length > 3 ? `${shown.join(', ')} or others` : shown.join(' or ')
}

/**
 * Finds a goal or a task by its exact title, else by a folded title, prefix or substring (no case, no accents). The first of
 * these that matches anything decides, and must match one only.
 */
export const goalNamed = (name: string, goals: GoalChoice[], kind: 'goal' | 'task' = 'goal'): EntryGoal => {
  const foldedName = folded(name)
  const exact = name.normalize('NFC')
  const passes: ((title: string) => boolean)[] = [
    (title) => title.normalize('NFC') === exact,
    (title) => folded(title) === foldedName,
    (title) => folded(title).startsWith(foldedName),
    (title) => folded(title).includes(foldedName),
  ]
  const matches = passes.map((pass) => goals.filter(({ title }) => pass(title))).find((some) => some.length > 0) ?? []
  const [only, other] = matches
  if (!only) return { id: null, title: name, error: `No open ${kind} is called ${quoted(name)}.` }
  if (!other) return only
  const titles = [...new Set(matches.map(({ title }) => title))]
  const error =
    titles.length === 1
      ? `${matches.length} ${kind}s are called ${quoted(only.title)}. Choose one in the form.`
      : `${quoted(name)} could be ${listed(titles)}. Type more of the title.`
  return { id: null, title: name, error }
}
