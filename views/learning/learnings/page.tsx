import type { LearningsPage as Page } from '../../../functions/learning/learnings/page-data'
import { learningKind as kind } from '../../../functions/learning/learnings/schema'
import { listPath } from '../../../functions/lib/list-view'
import { rowOptions } from '../../ui/field'
import { KindFilters } from '../../ui/kind'
import { ListFoot, ListHead } from '../../ui/listing'
import { LearningList } from './by-month'

/** `/learnings` */
export const LearningsPage = (page: Page) => {
  const { view, projects } = page
  const { plan } = view
  return (
    <>
      <ListHead kind={kind} query={listPath('', { project: kind.filterOf(view).project_id ?? '', plan })} />
      <KindFilters
        {...{ kind, view }}
        placeholder="Title, content or tag"
        options={{ project_id: rowOptions(projects) }}
      >
        {plan && <input type="hidden" name="plan" value={plan} />}
      </KindFilters>
      <LearningList {...page} />
      <ListFoot />
    </>
  )
}
