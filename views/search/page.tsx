import { plural } from '../../functions/lib/format'
import { kindNames, kinds } from '../../functions/lib/kinds'
import type { SearchOutcome } from '../../functions/search/run'
import { type SearchView, searchLimit } from '../../functions/search/schema'
import { searchPath } from '../links'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Select } from '../ui/field'
import { LiveToolbar, SearchField } from '../ui/form'
import { Pages } from '../ui/pagination'
import { Rows } from '../ui/rows'
import { PageHead } from '../ui/section'
import { HitItem, type Reader } from './row'

type Props = { view: SearchView; outcome: SearchOutcome; reader: Reader; today: string }

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
        ...kindNames.map((kind) => ({ value: kind, label: kinds[kind].many })),
      ]}
    />
  </LiveToolbar>
)

const Nothing = ({ view, outcome }: Pick<Props, 'view' | 'outcome'>) => {
  if (outcome === 'empty') {
    return (
      <Empty title="Search everything">
        Goals, milestones, projects and sessions, by their titles, notes and tags. Matches the start of words;{' '}
        <kbd>"words in quotation marks"</kbd> for exact phrases and <kbd>-word</kbd> to exclude a word.
      </Empty>
    )
  }
  if (outcome === 'too short') {
    return <Empty title="Type a little more">Type at least two characters.</Empty>
  }
  if (outcome === 'too long') {
    return <Empty title="Search too long">Shorten it to {searchLimit} characters or fewer.</Empty>
  }
  if (view.cursor > 0) {
    return <Empty title="Nothing more" actions={<LinkButton href={searchPath(view)}>First results</LinkButton>} />
  }
  const everything = view.kind && <LinkButton href={searchPath({ ...view, kind: '' })}>Search everything</LinkButton>
  return (
    <Empty
      title={view.kind ? `Nothing found in ${kinds[view.kind].many.toLowerCase()}` : 'Nothing found'}
      actions={everything}
    >
      No title, note or tag has all of these words. Deleted items aren’t searched.
    </Empty>
  )
}

/** The number of hits, for screen readers. */
const countText = (outcome: SearchOutcome) => {
  if (typeof outcome === 'string') return ''
  const { rows, next } = outcome
  return next ? `${rows.length} results and more` : plural(rows.length, 'result')
}

const Results = ({ view, outcome, ...context }: Props) => {
  const rows = typeof outcome === 'string' ? [] : outcome.rows
  const next = typeof outcome === 'string' ? undefined : outcome.next
  return (
    <div id="search-results">
      <p id="search-count" class="unseen" role="status">
        {countText(outcome)}
      </p>
      {rows.length === 0 && <Nothing view={view} outcome={outcome} />}
      <Rows id="search-rows" found ordered>
        {rows.map((row) => (
          <HitItem row={row} {...context} />
        ))}
      </Rows>
      <Pages
        later={view.cursor > 0 ? { href: searchPath(view), label: 'First results' } : undefined}
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
