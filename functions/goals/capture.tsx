import { z } from 'zod'
import { CaptureForm } from '../../views/goals/capture'
import { Parts } from '../../views/ui/line'
import { todayOf } from '../lib/env'
import { addChecked } from '../lib/resource/resource'
import { fragmentsWith, wantsFragment } from '../lib/respond'
import { addedToast } from '../line/parts'
import { lineField, lineRoutes } from '../line/routes'
import { goalChanged } from './fragments'
import { draftOf, interpretGoal, lineLimit } from './line'
import { newForm } from './pages'
import { goal } from './resource'
import { titleLimit } from './schema'

/** `/goals/capture`: adds a goal from one line, on any page. */
export const capture = lineRoutes({
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
