import type { FoundPage, SearchRefusal } from '../../../functions/data/search/run'
import type { SearchView } from '../../../functions/data/search/schema'
import { searchLimit } from '../../../functions/lib/http/list-view'
import { kindEntry, kindNames } from '../../../functions/lib/kinds'
import { plural } from '../../../functions/lib/text/format'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Select } from '../../ui/field'
import { LiveToolbar, SearchField } from '../../ui/form'
import { searchPath } from '../../ui/links'
import { PageHead, Pagination, Rows, TextLink } from '../../ui/section'
import { useHref } from '../../ui/uses'
import { GroupItem, HitItem, type SearchViewer } from './row'

type Outcome = FoundPage | SearchRefusal

type Props = { view: SearchView; outcome: Outcome; reader: SearchViewer; today: string }

const Form = ({ view, outcome }: Pick<Props, 'view' | 'outcome'>) => (
  <LiveToolbar label="Everything" action="/search" list="search-results" idPrefix="search">
    <SearchField
      label="Search for"
      idPrefix="search"
      value={view.q}
      placeholder="Titles, notes, tags"
      autocomplete="off"
      maxlength={searchLimit}
      errors={outcome === 'too long' ? [`A search has at most ${searchLimit} characters`] : undefined}
      autofocus={view.q === ''}
    />
    <Select
      label="Kind"
      unseenLabel
      name="kind"
      idPrefix="search"
      value={view.kind}
      options={[
        { value: '', label: 'Everything' },
        ...kindNames
          .filter((kind) => kind === view.kind || useHref(kindEntry(kind).path('-', '-')))
          .map((kind) => ({ value: kind, label: kindEntry(kind).many })),
      ]}
    />
  </LiveToolbar>
)

const Nothing = ({ view, outcome }: Pick<Props, 'view' | 'outcome'>) => {
  if (outcome === 'empty') {
    return (
      <Empty title="Search everything">
        Search titles, notes and tags by the start of their words, <kbd>"exact phrases"</kbd>, and <kbd>-words</kbd> to
        exclude.
      </Empty>
    )
  }
  if (outcome === 'too short') {
    return <Empty title="Nothing to search for">Enter a letter or a digit.</Empty>
  }
  if (outcome === 'too long') {
    return <Empty title="Search too long">Shorten it to {searchLimit} characters or fewer.</Empty>
  }
  if (view.cursor !== null) {
    return <Empty title="Nothing more" actions={<LinkButton href={searchPath(view)}>First results</LinkButton>} />
  }
  const everything = view.kind && <LinkButton href={searchPath({ ...view, kind: '' })}>Search everything</LinkButton>
  return (
    <Empty
      title={view.kind ? `Nothing found in ${kindEntry(view.kind).many.toLowerCase()}` : 'Nothing found'}
      actions={everything}
    >
      No title, note or tag has all of these words. Deleted items aren’t searched.
    </Empty>
  )
}

/** Number of hits. Without hits it is announced only to screen readers. */
const countText = (outcome: Outcome) => {
  if (typeof outcome === 'string') return ''
  const { sections } = outcome
  const count = sections.flatMap(({ groups }) => groups).reduce((sum, group) => sum + group.count, 0)
  return sections.some(({ hasMore }) => hasMore) ? `${count} results shown` : plural(count, 'result')
}

const Results = ({ view, outcome, ...context }: Props) => {
  const { sections, next }: FoundPage = typeof outcome === 'string' ? { sections: [] } : outcome
  return (
    <div id="search-results">
      <p id="search-count" class={sections.length > 0 ? 'hint' : 'sr-only'} role="status">
        {countText(outcome)}
        {view.kind === '' &&
          sections.map(
            ({ kind, hasMore }) =>
              hasMore && (
                <>
                  {' · '}
                  <TextLink href={searchPath({ ...view, kind })}>All {kindEntry(kind).many.toLowerCase()}</TextLink>
                </>
              ),
          )}
      </p>
      {sections.length === 0 && <Nothing view={view} outcome={outcome} />}
      <Rows ordered>
        {sections.map(({ groups, hasMore }) =>
          groups.map((group) =>
            group.count === 1 ? (
              <HitItem row={group.hit} {...context} />
            ) : (
              <GroupItem group={group} hasMore={hasMore} today={context.today} />
            ),
          ),
        )}
      </Rows>
      <Pagination
        later={view.cursor !== null ? { href: searchPath(view), label: 'First results' } : undefined}
        earlier={next === undefined ? undefined : { href: searchPath(view, next), label: 'More' }}
      />
    </div>
  )
}

/** `/search` */
export const SearchPage = (props: Props) => (
  <>
    <PageHead title="Search" />
    <Form {...props} />
    <Results {...props} />
  </>
)
