import { folded, isolated } from '../lib/text'
import type { ProjectRow } from '../projects/schema'

/** The project of a line, existing or to be created. */
export type EntryProject = { isNew: boolean; id: string | null; name: string; client: string; color: string | null }

const sameName = (a: string, b: string) => a.normalize('NFC').toLowerCase() === b.trim().normalize('NFC').toLowerCase()

/** The project with that name. Active projects win over inactive ones, then those without a client. */
export const projectNamed = (name: string, projects: ProjectRow[]): EntryProject => {
  const rank = (project: ProjectRow) => Number(project.status !== 'active') * 2 + Number(project.client !== '')
  const [project] = projects.filter((one) => sameName(one.name, name)).sort((a, b) => rank(a) - rank(b))
  return project
    ? { isNew: false, id: project.id, name: project.name, client: project.client, color: project.color }
    : { isNew: true, id: null, name, client: '', color: null }
}

type GoalChoice = { id: string; title: string }

/** The goal of a line; `id` is null if the name is unknown or ambiguous, and `error` says which. */
export type EntryGoal = { id: string; title: string } | { id: null; title: string; error: string }

const quoted = (text: string) => `“${isolated(text)}”`

const listed = (titles: string[]) => {
  const shown = titles.slice(0, 3).map(quoted)
  return titles.length > 3 ? `${shown.join(', ')} or others` : shown.join(' or ')
}

/**
 * Finds a goal by its exact title, else by a folded title, prefix or substring (no case, no accents). The first of
 * these that matches anything decides, and must match one goal only.
 */
export const goalNamed = (name: string, goals: GoalChoice[]): EntryGoal => {
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
  if (!only) return { id: null, title: name, error: `No open goal is called ${quoted(name)}.` }
  if (!other) return only
  const titles = [...new Set(matches.map(({ title }) => title))]
  const error =
    titles.length === 1
      ? `${matches.length} goals are called ${quoted(only.title)}. Choose one in the form.`
      : `${quoted(name)} could be ${listed(titles)}. Type more of the title.`
  return { id: null, title: name, error }
}
