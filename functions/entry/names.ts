import { folded, isolated } from '../lib/text'
import type { ProjectRow } from '../projects/schema'

/** Where a line's time goes: a project that is there, or one that is to be made. */
export type EntryProject = { isNew: boolean; id: string | null; name: string; client: string; color: string | null }

const sameName = (a: string, b: string) => a.normalize('NFC').toLowerCase() === b.trim().normalize('NFC').toLowerCase()

/** The project of that name: an active one before one at rest, one without a client before the others. */
export const projectNamed = (name: string, all: ProjectRow[]): EntryProject => {
  const rank = (project: ProjectRow) => Number(project.status !== 'active') * 2 + Number(project.client !== '')
  const [found] = all.filter((project) => sameName(project.name, name)).sort((a, b) => rank(a) - rank(b))
  return found
    ? { isNew: false, id: found.id, name: found.name, client: found.client, color: found.color }
    : { isNew: true, id: null, name, client: '', color: null }
}

type GoalChoice = { id: string; title: string }

/** What a line says of a goal; `id` is null where no goal is meant for certain, and `error` says why. */
export type EntryGoal = { id: string; title: string } | { id: null; title: string; error: string }

const quoted = (text: string) => `“${isolated(text)}”`

const listed = (titles: string[]) => {
  const shown = titles.slice(0, 3).map(quoted)
  return titles.length > 3 ? `${shown.join(', ')} or others` : shown.join(' or ')
}

/**
 * The goal that a name means: the one of that title, else the only one that begins with it, else the only one that has
 * it anywhere; without regard to case and accents unless they tell two apart.
 */
export const goalNamed = (name: string, all: GoalChoice[]): EntryGoal => {
  const wanted = folded(name)
  const exact = name.normalize('NFC')
  const passes: ((title: string) => boolean)[] = [
    (title) => title.normalize('NFC') === exact,
    (title) => folded(title) === wanted,
    (title) => folded(title).startsWith(wanted),
    (title) => folded(title).includes(wanted),
  ]
  const found = passes.map((pass) => all.filter(({ title }) => pass(title))).find((some) => some.length > 0) ?? []
  const [only, other] = found
  if (!only) return { id: null, title: name, error: `No open goal is called ${quoted(name)}.` }
  if (!other) return only
  const titles = [...new Set(found.map(({ title }) => title))]
  const error =
    titles.length === 1
      ? `${found.length} goals are called ${quoted(only.title)}. Choose one in its form.`
      : `${quoted(name)} could be ${listed(titles)}. Write more of its title.`
  return { id: null, title: name, error }
}
