import { Hono } from 'hono'
import { z } from 'zod'
import { GoalsPage } from '../../../views/goals/goals/page'
import { CaptureForm } from '../../../views/goals/goals/shell'
import { Parts } from '../../../views/ui/line'
import { type App, declares, localNow, todayOf } from '../../lib/env'
import { resourcePages } from '../../lib/resource/pages'
import { addChecked } from '../../lib/resource/resource'
import { fragmentsWith, wantsFragment } from '../../lib/respond'
import { addedToast } from '../../line/parts'
import { lineField, lineRoutes } from '../../line/routes'
import { goalActions } from './actions'
import { draftOf, interpretGoal, lineLimit } from './line'
import { readGoalList } from './list'
import { milestones } from './milestones/routes'
import { goalChanged, goalPages, newForm, showsPage } from './pages'
import { goalPageBasis } from './progress/page'
import { goal } from './resource'
import { GoalsQuery, titleLimit } from './schema'

/** `/goals/capture`: adds a goal from one line, on any page. */
const capture = lineRoutes({
  title: 'New goal',
  field: 'entry',
  schema: z.object({ entry: lineField(lineLimit, 'Enter a title', `A title has at most ${titleLimit} characters`) }),
  limit: lineLimit,
  read: async (c, line) => interpretGoal(line, todayOf(c)),
  preview: (read) => <Parts id="capture-understood" parts={read?.parts} />,
  again: (c, { entry }, read, errors) =>
    wantsFragment(c) ? (
      <CaptureForm value={entry} errors={errors} parts={read.parts} />
    ) : (
      newForm(c, draftOf(read, errors))
    ),
  add: async (c, id, read) => {
    const toast = addedToast(c, read, `/goals/${id}`)
    const answer = fragmentsWith(c, () => goalChanged(c, { toast, page: '/goals', more: <CaptureForm /> }))
    return (await addChecked(c, goal, id, read.values)) ? answer() : ['Nothing was added. Try again.']
  },
})

export const goals = new Hono<App>()
  .get('/', async (c) => {
    const { user, org } = c.var
    const list = await readGoalList(c.env.DB, user.id, GoalsQuery.parse(c.req.query()), localNow(user), org)
    return c.render(<GoalsPage {...list} />, { title: 'Goals', openGoals: list.counts.open })
  })
  .route('/capture', capture)
  .get(
    '/:id',
    declares(
      async (c, userId, id) => showsPage(c) && goalPageBasis(c.env.DB, userId, id, localNow(c.var.user), c.var.org),
    ),
  )
  .route('/', resourcePages(goal, goalPages))
  .route('/:id/milestones', milestones)
  .route('/', goalActions)
