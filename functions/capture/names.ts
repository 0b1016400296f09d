import { type EntryGoal, goalNamed, projectNamed } from '../entry/names'
import { type NamedPlan, planNamed, plansNamedIn, planTexts } from '../entry/plan-names'
import type { KnownNames } from '../entry/tokenize'
import { openGoals } from '../ledger/open-goals'
import { cleanLine, isolated } from '../lib/text'
import { projects } from '../projects/queries'
import type { ProjectRow } from '../projects/schema'
import { projectLabel } from '../projects/words'

export type Names = { projects: ProjectRow[]; goals: { id: string; title: string }[]; plans: NamedPlan[] }

/** Reads the names that the marks of a line may mean. */
export const readNames = async (db: D1Database, userId: string, text: string): Promise<Names> => {
  const [own, goals, plans] = await Promise.all([
    text.includes('@') ? projects(db, userId) : [],
    text.includes('!') ? openGoals(db, userId) : [],
    plansNamedIn(db, userId, text),
  ])
  return { projects: own, goals, plans }
}

export const knownNames = ({ projects: own, goals, plans }: Names): KnownNames => ({
  projects: own.flatMap((project) => [project.name, projectLabel(project)]),
  goals: goals.map(({ title }) => title),
  tags: [],
  plans: planTexts(plans),
})

/** A name behind a mark: its row, or why it is none. */
export type Found = { id: string | null; label: string; error?: string }

/** Finds a project by its name, or by the beginning of the name of one alone. */
const projectOf = (name: string, own: ProjectRow[]): Found => {
  const project = projectNamed(name, own)
  if (project.kind === 'own') return { id: project.id, label: project.name }
  const [only, other] = project.kind === 'unknown' ? project.similar : []
  if (only && !other) return { id: only.id, label: only.name }
  return { id: null, label: name, error: `No project is called “${isolated(name)}”.` }
}

const goalOf = (goal: EntryGoal): Found => ({
  id: goal.id,
  label: goal.title,
  error: 'error' in goal ? goal.error : undefined,
})

type Marked = { project: string | null; goal?: string | null; ofPlan?: string }

/** The rows that the marks of a line name; null for each that it does not have. */
export const foundNames = ({ project, goal, ofPlan }: Marked, names: Names) => {
  const plan = ofPlan === undefined ? null : planNamed(cleanLine(ofPlan), names.plans)
  return {
    project: project ? projectOf(cleanLine(project), names.projects) : null,
    goal: goal ? goalOf(goalNamed(cleanLine(goal), names.goals)) : null,
    plan: plan && { id: plan.plan_id, label: plan.label, error: plan.error },
  }
}
