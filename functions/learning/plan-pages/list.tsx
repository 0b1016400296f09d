import { z } from 'zod'
import { ListedPlanRow, PlanList } from '../../../views/learning/plan-pages/page'
import { PlanPage } from '../../../views/learning/plan-pages/plan'
import { TitleField } from '../../../views/ui/field'
import { draftFieldsInPlace } from '../../../views/ui/in-place'
import { deleteAct, idsOf, moveAct } from '../../changes/acts'
import { selectedRoutes } from '../../changes/selected'
import { localNow } from '../../lib/env'
import { regionOnScreen } from '../../lib/http/respond'
import { inListPages } from '../../lib/resource/listed-pages'
import { seenVersion } from '../../lib/resource/members'
import type { Resource } from '../../lib/resource/resource'
import { type RowPages, rowPages } from '../../lib/resource/resource-pages'
import { quoteShort } from '../../lib/text/text'
import { planCardsDue } from '../plans/cards-due'
import { readDerivedPlan } from '../plans/document'
import { titleSchema } from '../plans/json'
import { parseStoredPlan } from '../plans/load'
import { editHead } from '../plans/markdown/edit'
import { titleLength } from '../plans/markdown/front-matter'
import { deletePlan, deletePlans, restorePlan, savePlan } from '../plans/put'
import * as q from '../plans/queries'
import { type PlanWithContent, planPath, PlanRow as Row, Sharing } from '../plans/schema'
import { shareWrites } from '../plans/shared/propagate'
import { frontMatterError } from './details/schema'
import { PlanRegions, readOutline, shownChunk } from './fragments'
import { listedPlans, planPageData } from './page-data'

/** A plan's markdown with another title; null if its front matter cannot be edited. */
const retitled = (plan: PlanWithContent, text: string, now: number) => {
  const edited = editHead(parseStoredPlan(plan).read, { title: text }, now)
  const read = edited === 'garbled' ? null : readDerivedPlan(edited)
  return read && 'lines' in read ? read : null
}

/** A plan in its row, where only the title can be edited. New plans are added as documents. */
const planResource: Resource<PlanWithContent, never> = {
  name: 'plan',
  find: q.plan,
  insert: () => [],
  validate: async (_db, _userId, values, before) =>
    before && retitled(before, values.title, 0) ? null : { title: [frontMatterError] },
  update: async (db, userId, values, now, before) => {
    const after = retitled(before, values.title, now)
    if (!after) return []
    const { id, goal_id, project_id, scheduler, retention } = before
    const statements = [
      ...savePlan(db, userId, id, after, { goal_id, project_id, scheduler, retention }, values.seq, now),
      ...(await shareWrites(db, userId, before, [parseStoredPlan(before).read, after], now)),
    ]
    return { statements, outdates: ['stats'] }
  },
  remove: (db, userId, id, now) => ({ statements: deletePlan(db, userId, id, now), outdates: ['stats'] }),
  restore: restorePlan,
}

const titleField = (field: ReturnType<ReturnType<typeof draftFieldsInPlace>>) => (
  <TitleField limit={titleLength} isFresh={false} {...field} />
)

const inList = inListPages<PlanWithContent>({
  name: 'plan',
  path: '/plans',
  titleOf: ({ title }) => title,
  fields: (_c, { row, draft }) => titleField(draftFieldsInPlace({ title: row?.title ?? '' }, draft)('title')),
  item: async (plan, c) => <ListedPlanRow plan={plan} cardsDue={await planCardsDue(c, plan.id)} />,
  list: async (c, search) => <PlanList {...(await listedPlans(c, Object.fromEntries(search)))} oob />,
  page: async (c, plan) => {
    const now = localNow(c.var.user)
    // Not cached on the device, because the owner may stop sharing the plan.
    if (plan.owner !== null) c.header('X-Keep', 'never')
    const data = await planPageData(c.env.DB, c.var.user, plan, now, shownChunk(c))
    return <PlanPage {...data} now={now} preferences={c.var.user.preferences} />
  },
  headOnScreen: async (c, id) => {
    const outline = regionOnScreen(c, planPath(id)) && (await readOutline(c, id))
    return outline && <PlanRegions c={c} outline={outline} />
  },
  inPlace: { fields: ['title'], control: (_c, _plan, _name, field) => titleField(field('title')) },
})

const pages: RowPages<PlanWithContent> = {
  ...inList,
  edit: z.object({ title: titleSchema, seq: seenVersion('plan') }),
  described: () => ({ title: ['Title'] }),
}

/** Row pages of plans: edit the title in place, delete and restore. */
export const planRows = rowPages(planResource, pages)

const Selected = Row.pick({ id: true, title: true, project_id: true }).extend(Sharing.pick({ owner_id: true }).shape)
type Selected = z.output<typeof Selected>

export const selectedPlans = selectedRoutes({
  kind: 'plan',
  schema: Selected,
  nameOf: ({ title }) => quoteShort(title),
  answer: inList.listChanged,
  acts: {
    move: moveAct('plan'),
    // Leaving a shared plan cannot be undone, so shared plans are left one at a time.
    delete: deleteAct<Selected>(
      'plan',
      ({ db, userId, now }, rows) => [deletePlans(db, userId, idsOf(rows), now.instant)],
      '',
      { rows: ({ owner_id }) => owner_id !== null, why: 'leave shared plans in their menus' },
    ),
  },
})
