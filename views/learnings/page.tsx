import type { LearningsPage as Page } from '../../functions/learnings/page-data'
import { sourceNames, typeNames } from '../../functions/learnings/schema'
import { listPath } from '../../functions/lib/list-view'
import { TagFilter } from '../tags-field'
import { optionsOf, rowOptions } from '../ui/field'
import { Filter, filtersOf, ListFoot, ListHead, ListSearch } from '../ui/listing'
import { learningKind as kind, LearningList } from './by-month'

const Filters = ({ view, projects }: Pick<Page, 'view' | 'projects'>) => {
  const filter = filtersOf(kind, view)
  return (
    <ListSearch kind={kind} value={view.q} placeholder="Title, content or tag">
      <Filter label="Type" all="All types" options={optionsOf(typeNames)} {...filter('type')} />
      <Filter label="Source" all="All sources" options={optionsOf(sourceNames)} {...filter('source')} />
      <TagFilter {...filter('tag')} />
      <Filter label="Project" all="All projects" options={rowOptions(projects)} {...filter('project')} />
      {view.plan && <input type="hidden" name="plan" value={view.plan} />}
    </ListSearch>
  )
}

/** `/learnings` */
export const LearningsPage = (page: Page) => {
  const { project, plan } = page.view
  return (
    <>
      <ListHead kind={kind} query={listPath('', { project, plan })} />
      <Filters {...page} />
      <LearningList {...page} />
      <ListFoot />
    </>
  )
}
