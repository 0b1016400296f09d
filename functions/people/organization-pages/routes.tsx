import type { Context } from 'hono'
import { TidyFoot } from '../../../views/filing/projects/page'
import {
  OrganizationHead,
  OrganizationItem,
  OrganizationPage,
} from '../../../views/people/organization-pages/organization'
import { deleteAct } from '../../changes/acts'
import { selectedKind } from '../../changes/selected'
import { pageOfProjects } from '../../filing/projects/queries'
import { goalOrders, goalTree, measuredGoals } from '../../goals/goals/list'
import { isOpenGoal } from '../../goals/goals/schema'
import { billingOf } from '../../ledger/rates'
import { projectsTime } from '../../ledger/series'
import { isOfClient } from '../../ledger/terms'
import { type App, type LocalNow, localNow } from '../../lib/env'
import { allOrgs } from '../../lib/org'
import { kindApi } from '../../lib/resource/kind-api'
import { kindPages, searchedList } from '../../lib/resource/kind-pages'
import { meetingsOf } from '../meetings/list'
import { allOrganizations, organizationKind, organizationResource, pageOfOrganizations } from '../organizations/schema'
import { pageOfPeople } from '../people/schema'

/** Maximum number of goals on an organization's page, and of closed ones among them. */
const [goalsShown, endedShown] = [200, 5]

/** Goals of an organization: open ones by target date, and the last closed ones. */
const goalsOfOrganization = async (db: D1Database, userId: string, now: LocalNow, organizationId: string) => {
  const goals = await measuredGoals(db, userId, now, organizationId)
  const open = goals.filter(({ status }) => isOpenGoal(status)).sort(goalOrders.target)
  const ended = goals.filter(({ status }) => !isOpenGoal(status))
  return { open: goalTree(open).slice(0, goalsShown), ended: goalTree(ended).slice(0, endedShown) }
}

/** Maximum number of people, and of projects, on an organization's page. */
const shown = 200

/** Everything on an organization's page besides its row. */
const organizationPageData = async (c: Context<App>, id: string) => {
  const { DB } = c.env
  const { user } = c.var
  const now = localNow(user)
  const [people, projects, goals, time, meetings, billing] = await Promise.all([
    pageOfPeople(DB, user.id, allOrgs, { organization_id: id }, shown),
    pageOfProjects(DB, user.id, allOrgs, { organization_id: id }, shown),
    goalsOfOrganization(DB, user.id, now, id),
    projectsTime(DB, user, `organization:${id}`, isOfClient(user.id, id), now.today),
    meetingsOf(DB, user.id, { organization: id }, now),
    billingOf(DB, user.id, `organization:${id}`, now.today),
  ])
  return { people: people.rows, projects: projects.rows, goals, time, meetings, billing, reader: user.preferences, now }
}

const listed = kindPages(organizationKind, organizationResource, {
  ...searchedList({
    kind: organizationKind,
    pageOf: pageOfOrganizations,
    pageSize: 100,
    placeholder: 'Name or notes',
    item: (row) => <OrganizationItem organization={row} />,
    groupOf: () => ['all', 'All organizations', 'tracked'],
    none: 'Add who you work for or study at, then choose it for projects, goals and people to see them together.',
    foot: <TidyFoot />,
  }),
  head: async (c, row) => {
    const { rows } = await pageOfProjects(c.env.DB, c.var.user.id, allOrgs, { organization_id: row.id }, shown)
    const active = rows.flatMap(({ id, status }) => (status === 'active' ? [id] : []))
    return <OrganizationHead row={row} active={active} />
  },
  page: async (c, row) => <OrganizationPage organization={row} {...(await organizationPageData(c, row.id))} />,
  restoreRefused: {
    status: 409,
    code: 'name_taken',
    title: 'Name already taken',
    detail: 'Another organization now has the same name. Rename that one, then restore this one.',
  },
})

/** `/organizations` */
export const organizations = selectedKind(organizationKind, listed, {
  delete: deleteAct('organization', undefined, '. People, projects and goals are kept'),
})

/** `/api/v1/organizations` */
export const organizationsApi = kindApi(organizationKind, organizationResource, {
  ...organizationKind.bodies({
    create: { name: 'Harbour Clinic', type: 'client' },
    patch: { notes: 'Invoices by the 5th' },
  }),
  list: allOrganizations,
})
