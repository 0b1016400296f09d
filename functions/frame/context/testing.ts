import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { type Client, signedIn } from '../../../test/support/client'
import { berlin } from '../../../test/support/times'
import type { NewSession } from '../../time/sessions/schema'
import { deleteProject, newSession, putAll, putGoal, putProject } from '../../time/sessions/testing'

export const firstDay = '2026-03-02'

const change = (query: string, ...values: unknown[]) =>
  env.DB.prepare(query)
    .bind(...values)
    .run()

const putOrganization = (client: Client, id: string, deleted = false) =>
  change(
    `INSERT INTO organizations (user_id, id, name, name_key, seq, created_at, updated_at, deleted_at)
     VALUES (?1, ?2, ?2, ?2, 1, 1, 1, ?3)`,
    client.userId,
    id,
    deleted ? 1 : null,
  )

/** Where each project of `putWorld` belongs; the last one is no project. */
const orgOfProject = ['acme', 'acme', 'acme', 'beta', 'beta', 'none', 'none', 'none']

/** A person with projects in two organizations, in none and in a deleted one; one is deleted, one was moved. */
export const putWorld = async () => {
  const client = await signedIn(berlin)
  const names = ['One', 'Two', 'Deleted', 'Three', 'Moved', 'Own', 'Orphan']
  const projects: string[] = []
  for (const name of names) projects.push(await putProject(client, name))
  for (const id of ['acme', 'beta']) await putOrganization(client, id)
  await putOrganization(client, 'gone', true)
  const files = ['acme', 'acme', 'acme', 'beta', 'acme', null, 'gone']
  for (const [index, id] of projects.entries())
    await change('UPDATE projects SET organization_id = ? WHERE id = ?', files[index] ?? null, id)
  await deleteProject(projects[2] ?? '')
  const goals = [await putGoal(client, 'Whole'), await putGoal(client, 'Other')]
  /** Files a project with another organization, after its sessions were tracked. */
  const move = () => change("UPDATE projects SET organization_id = 'beta' WHERE id = ?", projects[4])
  return { client, projects, goals, move }
}
export type World = Awaited<ReturnType<typeof putWorld>>

export const drafts = fc.array(
  fc.record({
    minute: fc.nat(9 * 96).map((quarter) => quarter * 15),
    minutes: fc.oneof(fc.nat(8 * 60), fc.constant(27 * 60)),
    project: fc.nat(7),
    goal: fc.nat(2),
    tags: fc.constantFrom([], ['deep'], ['deep', 'call'], ['Reading', 'deep', 'call']),
    repo: fc.constantFrom(null, 'Octo/Cat', 'octo/dog'),
    title: fc.constantFrom('Review plan', 'Meeting', 'Write'),
  }),
  { minLength: 1, maxLength: 30 },
)

export type OrgSession = NewSession & { org: string; wasMoved: boolean }

/** Writes the drafted sessions, and moves a project afterwards. */
export const putDrafts = async (
  { client, projects, goals, move }: World,
  given: typeof drafts extends fc.Arbitrary<infer D> ? D : never,
): Promise<OrgSession[]> => {
  const sessions = given.map((draft) => {
    const [repo_owner, repo_name] = draft.repo?.split('/') ?? []
    const session = newSession(Date.parse(`${firstDay}T00:00:00Z`) + draft.minute * 60_000, draft.minutes, {
      ...berlin,
      project_id: projects[draft.project] ?? null,
      goal_id: goals[draft.goal] ?? null,
      tags: [...draft.tags],
      title: draft.title,
      ...(repo_owner && repo_name && { repo_owner, repo_name, pr_number: draft.minutes % 3 }),
    })
    return { ...session, org: orgOfProject[draft.project] ?? 'none', wasMoved: draft.project === 4 }
  })
  await putAll(client, sessions)
  await move()
  return sessions
}
